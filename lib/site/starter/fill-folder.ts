import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Read from their place in the project, because the site's modules are bundled elsewhere. */
const starterFolder = ['lib', 'site', 'starter', 'files']

/** What a new disk may contain. */
const ignored = ['lost+found']

export type FillResult = 'filled' | 'kept' | 'read-only' | 'not-permitted'

/**
 * Writes commented settings, a page and a first post into a content folder that is empty or doesn't exist yet. Never changes a file
 * that exists.
 * @param today as `2026-02-07`: the date of the post
 * @returns if it is empty and can't be written: `read-only` because of its disk, or `not-permitted`
 */
export async function fillFolder(
  contentDir: string,
  rootDir: string,
  today: string,
): Promise<FillResult> {
  const source = join(rootDir, ...starterFolder)
  try {
    await mkdir(contentDir, { recursive: true })
    const names = await readdir(contentDir)
    if (names.some((name) => !ignored.includes(name))) return 'kept'
    const entries = await readdir(source, { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      const target = join(contentDir, path.slice(source.length))
      const text = (await readFile(path, 'utf8')).replace('{{date}}', today)
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, text, { flag: 'wx' })
    }
    return 'filled'
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException // Node throws nothing else
    if (code === 'EROFS') return 'read-only'
    if (code === 'EACCES' || code === 'EPERM') return 'not-permitted'
    // Another replica fills it at this moment.
    if (code === 'EEXIST') return 'kept'
    throw error
  }
}
