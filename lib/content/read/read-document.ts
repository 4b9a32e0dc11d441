import type { z } from 'zod'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { findUnshownMembers } from './find-unread.ts'
import type { SourceFile } from './front-matter.ts'
import { findUnknownKeys, parseFields } from './parse-fields.ts'
import { findPublication, type Publication, type Withheld } from './withheld.ts'
import type { ZonedDate } from './zoned-date.ts'

interface Parsed {
  isDraft: boolean
  publishedAt?: ZonedDate | null
}

/** Where the reading of a folder notes what it finds. */
export interface Findings {
  /** Of the files that are left out. */
  errors: ContentIssue[]
  warnings: ContentIssue[]
  /** Documents that aren't public or in no list, and why. */
  withheld: ContentIssue[]
  /** When a document appears or expires. */
  changes: Date[]
}

export interface DocumentReader<T> {
  /** Of the content folder. */
  folder: string
  /**
   * Makes a document of a file. Null if it is withheld and has errors, which then don't matter.
   * @throws ContentError
   */
  read(request: ReadRequest): Promise<T | null>
}

interface ReadRequest {
  file: string
  ofFolder: Publication
  timeZone: string
  now: Date
  findings: Findings
}

/**
 * Returns a reader of one kind of documents. What it makes of a source depends on nothing else, and is kept as long as the source.
 */
export function createDocumentReader<S extends z.ZodObject, T extends Parsed>(
  folder: string,
  readSource: (file: string) => Promise<SourceFile>,
  schema: S,
  convert: (source: SourceFile, front: z.output<S>) => T,
): DocumentReader<T> {
  const known = new WeakMap<SourceFile, { document: T; warnings: ContentIssue[] }>()

  function parse(source: SourceFile) {
    const warnings: ContentIssue[] = []
    const found = known.get(source) ?? {
      document: convert(source, parseFields(source, schema, warnings)),
      warnings,
    }
    known.set(source, found)
    return found
  }

  async function read({ file, ofFolder, timeZone, now, findings }: ReadRequest): Promise<T | null> {
    const { warnings, withheld, changes } = findings
    const options = { hasOwnStatus: file.startsWith('projects/'), timeZone, now }
    let source: SourceFile | null = null
    const report = ({ path, reason }: Withheld, what: string) =>
      withheld.push({
        file,
        line: path === null ? null : (source?.lineOf(path) ?? null),
        message: `${what}: ${reason}`,
      })
    const findOwn = (data: SourceFile['data'], publishedAt: Date | null = null) => {
      const own = findPublication(file, data, { ...options, publishedAt })
      return ofFolder.withheld === null
        ? { ...own, unlisted: own.unlisted ?? ofFolder.unlisted }
        : { ...own, withheld: ofFolder.withheld }
    }
    let found = findOwn({})
    try {
      source = await readSource(file)
      found = findOwn(source.data)
      const { document, warnings: ofFields } = parse(source)
      warnings.push(...ofFields)
      found = findOwn(source.data, document.publishedAt?.instant)
      for (const date of [found.expiresAt, ofFolder.expiresAt, found.withheld?.until])
        if (date != null) changes.push(date)
      if (found.withheld !== null) {
        report(found.withheld, 'is not published')
        return { ...document, isDraft: true }
      }
      warnings.push(...findUnknownKeys(source, schema))
      warnings.push(...findUnshownMembers(source, Object.keys(schema.shape)))
      if (document.isDraft)
        report({ path: ['date'], reason: 'it has no date of publication' }, 'is not published')
      if (found.unlisted === null) return document
      report(found.unlisted, 'has its page, but is in no list, feed, search or sitemap')
      return { ...document, isUnlisted: true }
    } catch (error) {
      if (found.withheld === null) throw error
      report(found.withheld, 'is not published')
      return null
    }
  }

  return { folder, read }
}
