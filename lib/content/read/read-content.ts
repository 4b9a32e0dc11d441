import { stat } from 'node:fs/promises'
import { ContentError, type ContentIssue, type ContentWarning } from '../content-errors.ts'
import { parseSourceFile, type SourceFile } from './front-matter.ts'
import { listMarkdownFiles, listUnreadFiles, readText } from './list-files.ts'
import { type PageSource, pageFields, parsePage } from './page-source.ts'
import { assignPermalinks, type PlacedPost } from './permalinks.ts'
import { parsePost, postFields } from './post-source.ts'
import { type ProjectSource, parseProject, projectFields } from './project-source.ts'
import { type Redirects, readRedirects } from './redirects.ts'
import { findUnknownKeys } from './unknown-keys.ts'

export interface ContentSources {
  posts: PlacedPost[]
  projects: ProjectSource[]
  pages: PageSource[]
  moves: Redirects
  warnings: ContentWarning[]
}

/**
 * Reads everything below the content folder; renders nothing.
 * @throws ContentError with the faults of all files together
 */
export async function readContent(contentDir: string, timeZone: string): Promise<ContentSources> {
  await requireFolder(contentDir)
  const faults: ContentIssue[] = []
  const warnings: ContentWarning[] = []
  const collect = collector(faults)

  const readAll = async <T>(
    folder: string,
    known: Record<string, readonly string[]>,
    parse: (source: SourceFile) => T,
  ): Promise<T[]> => {
    const files = await listMarkdownFiles(contentDir, folder)
    warnings.push(...(await listUnreadFiles(contentDir, folder)))
    const parsed = await Promise.all(
      files.map((file) =>
        collect(async () => {
          const source = parseSourceFile(file, await readText(contentDir, file))
          warnings.push(...findUnknownKeys(source, known))
          return parse(source)
        }),
      ),
    )
    return parsed.filter((one) => one !== null)
  }

  const read = await readAll('blog', postFields, (source) => parsePost(source, timeZone))
  const placed = assignPermalinks(read)
  faults.push(...placed.faults)
  const projects = await readAll('projects', projectFields, (source) =>
    parseProject(source, timeZone),
  )
  const pages = await readAll('pages', pageFields, (source) => parsePage(source, timeZone))
  faults.push(...findTwins([...projects, ...pages]))
  const taken = [...placed.posts, ...projects, ...pages].map(({ path, file }) => ({ path, file }))
  const moves = await collect(() => readRedirects(contentDir, taken))
  if (faults.length > 0 || moves === null) throw new ContentError(faults)
  warnings.push(...placed.warnings)
  return { posts: placed.posts, projects, pages, moves, warnings }
}

/** Without it a mistyped CONTENT_DIR would build a site without a single post. */
async function requireFolder(contentDir: string): Promise<void> {
  const isFolder = await stat(contentDir).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (isFolder) return
  const message = 'is no folder; set CONTENT_DIR to the one that holds blog, projects and pages'
  throw new ContentError([{ file: contentDir, line: null, message }])
}

function findTwins(things: readonly { file: string; path: string }[]): ContentIssue[] {
  const fileAt = new Map<string, string>()
  return things.flatMap(({ file, path }) => {
    const other = fileAt.get(path)
    fileAt.set(path, other ?? file)
    if (other === undefined) return []
    return [{ file, line: 1, message: `wants the same address as ${other} (${path}); rename one` }]
  })
}

/** Runs a step whose content faults join the others; null where it had any. */
function collector(faults: ContentIssue[]) {
  return async <T>(step: () => Promise<T>): Promise<T | null> => {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      faults.push(...error.faults)
      return null
    }
  }
}
