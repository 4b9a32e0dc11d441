import { stat } from 'node:fs/promises'
import { type ContentIssue, compareIssues } from '#lib/core/content-issue.ts'
import { rememberFiles } from '../cache/file-memory.ts'
import { ContentError, toIssues } from '../content-errors.ts'
import { findUnreadFiles } from './find-unread.ts'
import { createFolderRules } from './folder-rules.ts'
import { parseSourceFile } from './front-matter.ts'
import { createPageSchema, type PageSource, toPageSource } from './page-source.ts'
import { assignPermalinks, type PlacedPost } from './permalinks.ts'
import { createPostSchema, toPostSource } from './post-source.ts'
import { createProjectSchema, type ProjectSource, toProjectSource } from './project-source.ts'
import { createDocumentReader, type DocumentReader, type Findings } from './read-document.ts'
import { type RetiredPaths, readRetiredPaths } from './retired-paths.ts'
import { listMarkdownFiles, readText } from './source-files.ts'

export interface ContentSources extends RetiredPaths, Omit<Findings, 'changes'> {
  posts: PlacedPost[]
  projects: ProjectSource[]
  pages: PageSource[]
  /** When a document appears or expires next; null if none does. */
  changesAt: Date | null
}

/**
 * Returns a function that reads all files of the content folder without rendering them. Each further call parses only what has changed
 * since. A file that can't be read is left out and doesn't affect the others.
 */
export function createContentReader(contentDir: string, timeZone: string) {
  const readSource = rememberFiles(contentDir, async (file) =>
    parseSourceFile(file, await readText(contentDir, file)),
  )
  const posts = createDocumentReader('blog', readSource, createPostSchema(timeZone), (...parsed) =>
    toPostSource(...parsed, timeZone),
  )
  const projects = createDocumentReader(
    'projects',
    readSource,
    createProjectSchema(timeZone),
    toProjectSource,
  )
  const pages = createDocumentReader('pages', readSource, createPageSchema(timeZone), toPageSource)

  /** @throws ContentError if there is no such folder */
  return async (now: Date): Promise<ContentSources> => {
    await requireFolder(contentDir)
    const findings: Findings = { errors: [], warnings: [], withheld: [], changes: [] }
    const { errors, warnings, withheld, changes } = findings
    const findFolderRule = createFolderRules(contentDir, timeZone, now)

    const readAll = async <T>(reader: DocumentReader<T>): Promise<T[]> => {
      const files = await listMarkdownFiles(contentDir, reader.folder, findings)
      const read = async (file: string) => {
        try {
          const ofFolder = await findFolderRule(file)
          return await reader.read({ file, ofFolder, timeZone, now, findings })
        } catch (error) {
          errors.push(...toIssues(error, file))
          return null
        }
      }
      const found = await Promise.all(files.map(read))
      return found.filter((one) => one !== null)
    }

    const placed = assignPermalinks(await readAll(posts))
    const others = { projects: await readAll(projects), pages: await readAll(pages) }
    const duplicates = findDuplicatePaths([...others.projects, ...others.pages])
    const isFirst = ({ file }: { file: string }) => duplicates.every((one) => one.file !== file)
    const documents = {
      posts: placed.posts,
      projects: others.projects.filter(isFirst),
      pages: others.pages.filter(isFirst),
    }
    const taken = Object.values(documents).flat()
    const { redirects, withdrawn, ...retired } = await readRetiredPaths(contentDir, taken)
    errors.push(...placed.errors, ...duplicates, ...retired.errors)
    warnings.push(...placed.warnings, ...(await findUnreadFiles(contentDir)))
    const [changesAt = null] = changes
      .filter((date) => date > now)
      .sort((a, b) => a.getTime() - b.getTime())
    // Files are read side by side, and reports must not depend on which of them is read first.
    for (const issues of [errors, warnings, withheld]) issues.sort(compareIssues)
    return { ...documents, redirects, withdrawn, errors, warnings, withheld, changesAt }
  }
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
