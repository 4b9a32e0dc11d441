import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError, type ContentIssue } from '../content-errors.ts'

/**
 * Lists the Markdown files in a folder of the content folder, sorted, as paths relative to the content folder.
 * Empty if the folder doesn't exist.
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

/** Warns of Markdown files that are not read because of their extension. */
export async function listMisnamedFiles(
  contentDir: string,
  folder: string,
): Promise<ContentIssue[]> {
  const root = join(contentDir, folder)
  const names = await readdir(root, { recursive: true }).catch(absent)
  return names
    .filter((name) => /\.(markdown|mdown|mdx|md)$/i.test(name) && !name.endsWith('.md'))
    .map((name) => ({
      file: `${folder}/${name.replaceAll('\\', '/')}`,
      line: null,
      message: 'is ignored; rename it so that it ends in .md',
    }))
}

/** @throws ContentError if the file isn't UTF-8 */
export async function readText(contentDir: string, file: string): Promise<string> {
  const bytes = await readFile(join(contentDir, file))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const message = 'is not encoded in UTF-8; save it in that encoding'
    throw new ContentError([{ file, line: null, message }])
  }
}

function absent(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
