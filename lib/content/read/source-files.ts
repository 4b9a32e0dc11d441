import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { leadsOut, outsideMessage } from '#lib/core/leads-out.ts'
import { ContentError, toIssues } from '../content-errors.ts'

/** More than 150,000 words. A larger file was not written by hand, and rendering it would stop the site for minutes. */
const maxBytes = 1_000_000

/**
 * Lists the Markdown files in a folder of the content folder, sorted, as paths relative to the content folder. Empty if the folder
 * doesn't exist. Warns of files that are not read because of their extension.
 */
export async function listMarkdownFiles(
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
export async function readText(contentDir: string, file: string): Promise<string> {
  const path = join(contentDir, file)
  const fail = (message: string) => new ContentError([{ file, line: null, message }])
  // Checked first: reading a named pipe would never end.
  const stats = await stat(path)
  if (await leadsOut(contentDir, file)) throw fail(outsideMessage)
  if (!stats.isFile()) throw fail('is not a file, although its name ends in .md; rename it')
  if (stats.size > maxBytes) throw tooLarge(file)
  return decodeText(file, await readFile(path))
}

const tooLarge = (file: string) =>
  new ContentError([
    {
      ...{ file, line: null },
      message: `is larger than ${maxBytes / 1_000_000} MB; divide it, or keep data outside of it`,
    },
  ])

/** @throws ContentError as above */
export function decodeText(file: string, bytes: Buffer): string {
  if (bytes.length > maxBytes) throw tooLarge(file)
  const failAt = (offset: number, message: string) => {
    const line = bytes.subarray(0, offset).filter((byte) => byte === 10).length + 1
    return new ContentError([{ file, line, message }])
  }
  if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2)))
    throw failAt(0, 'is encoded in UTF-16; save it in UTF-8')
  if (bytes.includes(0))
    throw failAt(bytes.indexOf(0), 'is not a text file; save it as text in UTF-8, or rename it')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const [valid = ''] = bytes.toString('utf8').split('\ufffd')
    throw failAt(Buffer.byteLength(valid), 'is not encoded in UTF-8; save it in that encoding')
  }
}
