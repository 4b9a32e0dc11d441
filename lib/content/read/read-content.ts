import { stat } from 'node:fs/promises'
import type { z } from 'zod'
import { ContentError, type ContentIssue } from '../content-errors.ts'
import { parseFields, parseSourceFile, type SourceFile } from './front-matter.ts'
import { listMarkdownFiles, listMisnamedFiles, readText } from './list-files.ts'
import { createPageSchema, type PageSource, toPageSource } from './page-source.ts'
import { assignPermalinks, type PlacedPost } from './permalinks.ts'
import { createPostSchema, toPostSource } from './post-source.ts'
import { createProjectSchema, type ProjectSource, toProjectSource } from './project-source.ts'
import { type RetiredPaths, readRetiredPaths } from './retired-paths.ts'
import { findUnknownKeys } from './unknown-keys.ts'

export interface ContentSources extends RetiredPaths {
  posts: PlacedPost[]
  projects: ProjectSource[]
  pages: PageSource[]
  warnings: ContentIssue[]
}

/**
 * Reads all files of the content folder without rendering them.
 * @throws ContentError with the errors of all files together
 */
export async function readContent(contentDir: string, timeZone: string): Promise<ContentSources> {
  await requireFolder(contentDir)
  const errors: ContentIssue[] = []
  const warnings: ContentIssue[] = []
  const collect = createCollector(errors)

  const readAll = async <S extends z.ZodObject, T>(
    folder: string,
    schema: S,
    convert: (source: SourceFile, front: z.output<S>) => T,
  ): Promise<T[]> => {
    const files = await listMarkdownFiles(contentDir, folder)
    warnings.push(...(await listMisnamedFiles(contentDir, folder)))
    const parsed = await Promise.all(
      files.map((file) =>
        collect(async () => {
          const source = parseSourceFile(file, await readText(contentDir, file))
          warnings.push(...findUnknownKeys(source, schema))
          return convert(source, parseFields(source, schema))
        }),
      ),
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
  errors.push(...findDuplicatePaths([...projects, ...pages]))
  const taken = [...placed.posts, ...projects, ...pages].map(({ path, file }) => ({ path, file }))
  const retired = await collect(() => readRetiredPaths(contentDir, taken))
  if (errors.length > 0 || retired === null) throw new ContentError(errors)
  warnings.push(...placed.warnings)
  return { posts: placed.posts, projects, pages, ...retired, warnings }
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

/** Runs a step, adds its content errors to the list and then returns null. */
function createCollector(errors: ContentIssue[]) {
  return async <T>(step: () => Promise<T>): Promise<T | null> => {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      errors.push(...error.issues)
      return null
    }
  }
}
