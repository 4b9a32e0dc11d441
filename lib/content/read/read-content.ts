import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { ContentError, type ContentIssue } from '../content-errors.ts'
import { findUnknownKeys, parseFields, parseSourceFile, type SourceFile } from './front-matter.ts'
import { createPageSchema, type PageSource, toPageSource } from './page-source.ts'
import { assignPermalinks, type PlacedPost } from './permalinks.ts'
import { createPostSchema, toPostSource } from './post-source.ts'
import { createProjectSchema, type ProjectSource, toProjectSource } from './project-source.ts'
import { type RetiredPaths, readRetiredPaths } from './retired-paths.ts'

interface ContentSources extends RetiredPaths {
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

/**
 * Lists the Markdown files in a folder of the content folder, sorted, as paths relative to the content folder.
 * Empty if the folder doesn't exist.
 */
async function listMarkdownFiles(contentDir: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(contentDir, folder), { withFileTypes: true }).catch(
    emptyIfAbsent,
  )
  const found = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map(async (entry) => {
        const path = `${folder}/${entry.name}`
        if (entry.isDirectory()) return listMarkdownFiles(contentDir, path)
        return entry.name.endsWith('.md') ? [path] : []
      }),
  )
  return found.flat().sort()
}

/** Warns of Markdown files that are not read because of their extension. */
async function listMisnamedFiles(contentDir: string, folder: string): Promise<ContentIssue[]> {
  const root = join(contentDir, folder)
  const names = await readdir(root, { recursive: true }).catch(emptyIfAbsent)
  return names
    .filter((name) => /\.(markdown|mdown|mdx|md)$/i.test(name) && !name.endsWith('.md'))
    .map((name) => ({
      file: `${folder}/${name.replaceAll('\\', '/')}`,
      line: null,
      message: 'is ignored; rename it so that it ends in .md',
    }))
}

/** @throws ContentError if the file isn't UTF-8 */
async function readText(contentDir: string, file: string): Promise<string> {
  const bytes = await readFile(join(contentDir, file))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const message = 'is not encoded in UTF-8; save it in that encoding'
    throw new ContentError([{ file, line: null, message }])
  }
}

function emptyIfAbsent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
