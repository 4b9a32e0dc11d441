import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError, type ContentWarning } from '../content-errors.ts'

/**
 * The Markdown files below a folder of the content folder, in a fixed order, relative to the content folder.
 * A folder that isn't there holds no files.
 */
export async function listMarkdownFiles(contentDir: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(contentDir, folder), { withFileTypes: true }).catch(absent)
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

/** Files that look as if they were meant to be read, and aren't. */
export async function listUnreadFiles(
  contentDir: string,
  folder: string,
): Promise<ContentWarning[]> {
  const root = join(contentDir, folder)
  const names = await readdir(root, { recursive: true }).catch(absent)
  return names
    .filter((name) => /\.(markdown|mdown|mdx|md)$/i.test(name) && !name.endsWith('.md'))
    .map((name) => ({
      file: `${folder}/${name.replaceAll('\\', '/')}`,
      line: null,
      message: 'is not read; give it a name that ends in .md',
    }))
}

/** @throws ContentError where the file isn't UTF-8 */
export async function readText(contentDir: string, file: string): Promise<string> {
  const bytes = await readFile(join(contentDir, file))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const message = 'is not written in UTF-8; save it again in that encoding'
    throw new ContentError([{ file, line: null, message }])
  }
}

function absent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
