import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { ContentError, type ContentIssue, compareIssues, toIssues } from '../content-errors.ts'
import { findUnreadFiles, findUnshownMembers } from './find-unread.ts'
import { parseSourceFile, type SourceFile } from './front-matter.ts'
import { createPageSchema, type PageSource, toPageSource } from './page-source.ts'
import { findUnknownKeys, parseFields } from './parse-fields.ts'
import { assignPermalinks, type PlacedPost } from './permalinks.ts'
import { createPostSchema, toPostSource } from './post-source.ts'
import { createProjectSchema, type ProjectSource, toProjectSource } from './project-source.ts'
import { type RetiredPaths, readRetiredPaths } from './retired-paths.ts'
import { findPublication } from './withheld.ts'
import type { ZonedDate } from './zoned-date.ts'

interface ContentSources extends RetiredPaths {
  posts: PlacedPost[]
  projects: ProjectSource[]
  pages: PageSource[]
  /** Of the files that were left out. */
  errors: ContentIssue[]
  warnings: ContentIssue[]
  /** Documents that aren't public, and why. */
  withheld: ContentIssue[]
  /** When a document appears or expires next; null if none does. */
  changesAt: Date | null
}

interface Parsed {
  isDraft: boolean
  publishedAt?: ZonedDate | null
}

/** More than 150,000 words. A larger file was not written by hand, and rendering it would stop the site for minutes. */
const maxBytes = 1_000_000

/**
 * Reads all files of the content folder without rendering them. A file that can't be read is left out and doesn't affect the others.
 * @throws ContentError if there is no such folder
 */
export async function readContent(
  contentDir: string,
  timeZone: string,
  now: Date,
): Promise<ContentSources> {
  await requireFolder(contentDir)
  const errors: ContentIssue[] = []
  const warnings: ContentIssue[] = []
  const withheld: ContentIssue[] = []
  const changes: Date[] = []
  const collect = createCollector(errors)

  /** Parses one file. Null if it is withheld and has errors, which then don't matter. */
  const readOne = async <S extends z.ZodObject, T extends Parsed>(
    file: string,
    schema: S,
    convert: (source: SourceFile, front: z.output<S>) => T,
  ): Promise<T | null> => {
    const options = { publishedAt: null, hasOwnStatus: file.startsWith('projects/'), timeZone, now }
    const withhold = (line: number | null, reason: string) =>
      withheld.push({ file, line, message: `is not published: ${reason}` })
    let found = findPublication(file, {}, options)
    let source: SourceFile | null = null
    try {
      source = parseSourceFile(file, await readText(contentDir, file))
      found = findPublication(file, source.data, options)
      const document = convert(source, parseFields(source, schema, warnings))
      const publishedAt = document.publishedAt?.instant ?? null
      found = findPublication(file, source.data, { ...options, publishedAt })
      if (found.expiresAt !== null) changes.push(found.expiresAt)
      if (found.withheld?.until !== undefined) changes.push(found.withheld.until)
      if (found.withheld === null) {
        warnings.push(...findUnknownKeys(source, schema))
        warnings.push(...findUnshownMembers(source, Object.keys(schema.shape)))
        if (document.isDraft) withhold(source.lineOf(['date']), 'it has no date of publication')
        return document
      }
      const { key, reason } = found.withheld
      withhold(key === null ? null : source.lineOf([key]), reason)
      return { ...document, isDraft: true }
    } catch (error) {
      if (found.withheld === null) throw error
      const { key, reason } = found.withheld
      withhold(key === null ? null : (source?.lineOf([key]) ?? null), reason)
      return null
    }
  }

  const readAll = async <S extends z.ZodObject, T extends Parsed>(
    folder: string,
    schema: S,
    convert: (source: SourceFile, front: z.output<S>) => T,
  ): Promise<T[]> => {
    const files = await listMarkdownFiles(contentDir, folder, { errors, warnings })
    const parsed = await Promise.all(
      files.map((file) => collect(file, () => readOne(file, schema, convert))),
    )
    return parsed.filter((one) => one !== null)
  }

  const read = await readAll('blog', createPostSchema(timeZone), (source, front) =>
    toPostSource(source, front, timeZone),
  )
  const placed = assignPermalinks(read)
  errors.push(...placed.errors)
  const projects = await readAll('projects', createProjectSchema(timeZone), toProjectSource)
  const pages = await readAll('pages', createPageSchema(timeZone), toPageSource)
  const duplicates = findDuplicatePaths([...projects, ...pages])
  errors.push(...duplicates)
  const isFirst = ({ file }: { file: string }) => duplicates.every((one) => one.file !== file)
  const documents = {
    posts: placed.posts,
    projects: projects.filter(isFirst),
    pages: pages.filter(isFirst),
  }
  const taken = Object.values(documents).flat()
  const { redirects, withdrawn, ...retired } = await readRetiredPaths(contentDir, taken)
  errors.push(...retired.errors)
  warnings.push(...placed.warnings, ...(await findUnreadFiles(contentDir)))
  const [changesAt = null] = changes
    .filter((date) => date > now)
    .sort((a, b) => a.getTime() - b.getTime())
  // Files are read side by side, and reports must not depend on which of them is read first.
  for (const issues of [errors, warnings, withheld]) issues.sort(compareIssues)
  return { ...documents, redirects, withdrawn, errors, warnings, withheld, changesAt }
}

/** Without this check a mistyped CONTENT_DIR would build a site without posts. */
async function requireFolder(contentDir: string): Promise<void> {
  const isFolder = await stat(contentDir).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (isFolder) return
  const message =
    'is not a folder; set CONTENT_DIR to the folder that contains blog, projects and pages'
  throw new ContentError([{ file: contentDir, line: null, message }])
}

function findDuplicatePaths(documents: readonly { file: string; path: string }[]): ContentIssue[] {
  const fileByPath = new Map<string, string>()
  return documents.flatMap(({ file, path }) => {
    const other = fileByPath.get(path)
    fileByPath.set(path, other ?? file)
    if (other === undefined) return []
    return [{ file, line: 1, message: `has the same path as ${other} (${path}); rename one` }]
  })
}

/** Runs a step for one file, adds its errors to the list and then returns null. */
function createCollector(errors: ContentIssue[]) {
  return async <T>(file: string, step: () => Promise<T>): Promise<T | null> => {
    try {
      return await step()
    } catch (error) {
      errors.push(...toIssues(error, file))
      return null
    }
  }
}

/**
 * Lists the Markdown files in a folder of the content folder, sorted, as paths relative to the content folder. Empty if the folder
 * doesn't exist. Warns of files that are not read because of their extension.
 */
async function listMarkdownFiles(
  contentDir: string,
  folder: string,
  issues: { errors: ContentIssue[]; warnings: ContentIssue[] },
): Promise<string[]> {
  const entries = await readdir(join(contentDir, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') issues.errors.push(...toIssues(error, folder))
      return []
    },
  )
  const found = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map(async (entry) => {
        const file = `${folder}/${entry.name}`
        if (entry.isDirectory()) return listMarkdownFiles(contentDir, file, issues)
        if (entry.name.endsWith('.md')) return [file]
        const message = 'is ignored; rename it so that it ends in .md'
        if (/\.(markdown|mdown|mdx|md)$/i.test(entry.name))
          issues.warnings.push({ file, line: null, message })
        return []
      }),
  )
  return found.flat().sort()
}

/** @throws ContentError if it is not a text file in UTF-8 */
async function readText(contentDir: string, file: string): Promise<string> {
  const path = join(contentDir, file)
  const fail = (message: string) => new ContentError([{ file, line: null, message }])
  // Checked first: reading a named pipe would never end.
  const stats = await stat(path)
  if (!stats.isFile()) throw fail('is not a file, although its name ends in .md; rename it')
  if (stats.size > maxBytes)
    throw fail(`is larger than ${maxBytes / 1_000_000} MB; divide it, or keep data outside of it`)
  const bytes = await readFile(path)
  if (bytes.includes(0)) throw fail('is not a text file; save it as text in UTF-8, or rename it')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw fail('is not encoded in UTF-8; save it in that encoding')
  }
}
