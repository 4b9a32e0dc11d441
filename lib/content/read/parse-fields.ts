import { z } from 'zod'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { explainValue } from '#lib/core/explain-value.ts'
import { isSimilar } from '#lib/core/similar-names.ts'
import { ContentError } from '../content-errors.ts'
import type { SourceFile } from './front-matter.ts'

/** What a document can do without: it is as complete without one of them as its writer can expect. */
const optional = [
  ...['tagline', 'description', 'tags', 'thumbnail', 'syndication', 'location', 'math'],
  ...['status', 'featured', 'startDate', 'endDate', 'url', 'source'],
]

function isOptional([name, member]: readonly PropertyKey[]): boolean {
  return optional.includes(String(name)) || (name === 'date' && member === 'updated')
}

/**
 * Validates the front matter. An invalid member that the document can do without is left out, with a warning.
 * @throws ContentError with file and line of every invalid member, if the document can't do without one of them
 */
export function parseFields<T extends z.ZodType>(
  source: SourceFile,
  schema: T,
  warnings: ContentIssue[],
): z.output<T> {
  const parsed = schema.safeParse(source.data, { error: explainValue })
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({
    file: source.file,
    line: source.lineOf(path),
    message: `${source.nameOf(path)} ${message}`,
  }))
  if (!parsed.error.issues.every(({ path }) => isOptional(path))) throw new ContentError(issues)
  const data = structuredClone(source.data)
  for (const { path } of parsed.error.issues) {
    const [name = '', member = ''] = path
    const parent = name === 'date' ? data.date : data
    if (parent !== null && typeof parent === 'object')
      Reflect.deleteProperty(parent, name === 'date' ? member : name)
  }
  warnings.push(
    ...issues.map((issue) => ({ ...issue, message: `${issue.message}; it is left out` })),
  )
  return schema.parse(data)
}

/** Warns of names in the front matter that are probably typing errors: `titel`, `tagz`, `date.publised`. */
export function findUnknownKeys(source: SourceFile, schema: z.ZodObject): ContentIssue[] {
  const { file, data, lineOf } = source
  const check = (names: string[], known: readonly string[], path: string[]) =>
    names.flatMap((name): ContentIssue[] => {
      const meant = known.includes(name) ? undefined : known.find((one) => isSimilar(name, one))
      if (meant === undefined) return []
      const message = `${[...path, name].join('.')} is unknown; did you mean ${meant}?`
      return [{ file, line: lineOf([...path, name]), message }]
    })
  const nested = Object.entries(schema.shape).flatMap(([member, field]) => {
    const inner = field instanceof z.ZodPipe ? field.def.out : field // see objectOr
    const value = data[member]
    const isMap = value !== null && typeof value === 'object' && !Array.isArray(value)
    if (!isMap || !(inner instanceof z.ZodObject)) return []
    return check(Object.keys(value), Object.keys(inner.shape), [member])
  })
  return [...check(Object.keys(data), Object.keys(schema.shape), []), ...nested]
}
