import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { leadsOut, outsideMessage } from '#lib/core/leads-out.ts'
import type { SourceFile } from './front-matter.ts'

const folders = ['blog', 'projects', 'pages', 'remote']

/** Warns of Markdown outside of the folders that are read, and of what a link leads to outside of the content folder. */
export async function findUnreadFiles(contentDir: string): Promise<ContentIssue[]> {
  const entries = await readdir(contentDir, { withFileTypes: true })
  const unread = await Promise.all(
    entries
      .filter(({ name }) => !/^[._]/.test(name) && !folders.includes(name))
      .map(async (entry) => {
        if (entry.isSymbolicLink() && (await leadsOut(contentDir, entry.name)))
          return { file: entry.name, line: null, message: outsideMessage }
        const isMarkdown = (name: string) => /\.(?:md|markdown|mdx)$/i.test(name)
        if (!entry.isDirectory())
          return isMarkdown(entry.name) && !/^readme\./i.test(entry.name)
            ? toIssue(entry.name)
            : null
        // A folder that can't be read, such as a disk's lost+found, isn't the owner's writing.
        const folder = join(contentDir, entry.name)
        const files = await readdir(folder, { recursive: true }).catch(() => [])
        const count = files.filter(isMarkdown).length
        return count === 0 ? null : toIssue(`${entry.name}/`)
      }),
  )
  return unread.filter((issue) => issue !== null)
}

const toIssue = (file: string): ContentIssue => ({
  file,
  line: null,
  message: `is not read; move it to ${folders.slice(0, 3).join('/, ')}/ to publish it`,
})

/** Texts that some programs show, and this site doesn't. */
const unshown = /^(?:cw|content[-_]?warning|summary|sensitive|spoiler)$/i

/** Warns of a document whose words are in members of the front matter that the site doesn't show, as recipes have them. */
export function findUnshownMembers(
  { file, data, markdown, lineOf }: SourceFile,
  known: readonly string[],
): ContentIssue[] {
  const isEmpty = markdown.trim() === ''
  return Object.entries(data)
    .filter(([name, value]) => {
      if (known.includes(name) || value === null) return false
      const isText = typeof value === 'object' || String(value).length > 40
      return unshown.test(name) || (isEmpty && isText)
    })
    .map(([name]) => {
      const message = `${name} is not shown; write it into the text if visitors are to read it`
      return { file, line: lineOf([name]), message }
    })
}
