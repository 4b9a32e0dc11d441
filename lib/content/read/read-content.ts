import { stat } from 'node:fs/promises'
import type { z } from 'zod'
import { type ContentIssue, compareIssues } from '#lib/core/content-issue.ts'
import { ContentError, toIssues } from '../content-errors.ts'
import { findUnreadFiles, findUnshownMembers } from './find-unread.ts'
import { createFolderRules } from './folder-rules.ts'
import { parseSourceFile, type SourceFile } from './front-matter.ts'
import { createPageSchema, type PageSource, toPageSource } from './page-source.ts'
import { findUnknownKeys, parseFields } from './parse-fields.ts'
import { assignPermalinks, type PlacedPost } from './permalinks.ts'
import { createPostSchema, toPostSource } from './post-source.ts'
import { createProjectSchema, type ProjectSource, toProjectSource } from './project-source.ts'
import { type RetiredPaths, readRetiredPaths } from './retired-paths.ts'
import { listMarkdownFiles, readText } from './source-files.ts'
import { findPublication, type Withheld } from './withheld.ts'
import type { ZonedDate } from './zoned-date.ts'

interface ContentSources extends RetiredPaths {
  posts: PlacedPost[]
  projects: ProjectSource[]
  pages: PageSource[]
  /** Of the files that were left out. */
  errors: ContentIssue[]
  warnings: ContentIssue[]
  /** Documents that aren't public or in no list, and why. */
  withheld: ContentIssue[]
  /** When a document appears or expires next; null if none does. */
  changesAt: Date | null
}

interface Parsed {
  isDraft: boolean
  publishedAt?: ZonedDate | null
}

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

  const findFolderRule = createFolderRules(contentDir, timeZone, now)

  /** Parses one file. Null if it is withheld and has errors, which then don't matter. */
  const readOne = async <S extends z.ZodObject, T extends Parsed>(
    file: string,
    schema: S,
    convert: (source: SourceFile, front: z.output<S>) => T,
  ): Promise<T | null> => {
    const options = { publishedAt: null, hasOwnStatus: file.startsWith('projects/'), timeZone, now }
    let source: SourceFile | null = null
    const report = ({ path, reason }: Withheld, what: string) =>
      withheld.push({
        file,
        line: path === null ? null : (source?.lineOf(path) ?? null),
        message: `${what}: ${reason}`,
      })
    const ofFolder = await findFolderRule(file)
    const findOwn = (data: SourceFile['data'], publishedAt: Date | null = null) => {
      const own = findPublication(file, data, { ...options, publishedAt })
      return ofFolder.withheld === null
        ? { ...own, unlisted: own.unlisted ?? ofFolder.unlisted }
        : { ...own, withheld: ofFolder.withheld }
    }
    let found = findOwn({})
    try {
      source = parseSourceFile(file, await readText(contentDir, file))
      found = findOwn(source.data)
      const document = convert(source, parseFields(source, schema, warnings))
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
