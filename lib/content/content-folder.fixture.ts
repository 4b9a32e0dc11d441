import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { requireValid } from './content-errors.ts'
import type { Content } from './model/types.ts'
import { type ContentOptions, openContent } from './open-content.ts'

/** A temporary content folder with its own cache; `open` reads it as a build does. */
export interface ContentFolder {
  /** Parent of the content folder and the cache. */
  rootDir: string
  contentDir: string
  cacheDir: string
  write(file: string, text: string | Buffer): Promise<void>
  open(options?: Partial<ContentOptions>): Promise<Content>
  /** Reads it as a running site does, without what has an error. */
  start(options?: Partial<ContentOptions>): Promise<Content>
  remove(): Promise<void>
}

/** The caller removes it. */
export async function createContentFolder(
  files: Record<string, string | Buffer> = {},
): Promise<ContentFolder> {
  const rootDir = await mkdtemp(join(tmpdir(), 'content-'))
  const contentDir = join(rootDir, 'content')
  const cacheDir = join(rootDir, 'cache')
  await mkdir(contentDir)
  const folder: ContentFolder = {
    rootDir,
    contentDir,
    cacheDir,
    async write(file, text) {
      await mkdir(dirname(join(contentDir, file)), { recursive: true })
      await writeFile(join(contentDir, file), text)
    },
    open: async (options = {}) => requireValid(await folder.start(options)),
    start: (options = {}) =>
      openContent({
        contentDir,
        cacheDir,
        rootDir,
        siteUrl: 'https://site.example',
        timeZone: 'America/Los_Angeles',
        hasDrafts: false,
        ...options,
      }),
    // A process that is ending may still write into the cache.
    remove: () => rm(rootDir, { recursive: true, maxRetries: 5 }),
  }
  for (const [file, text] of Object.entries(files)) await folder.write(file, text)
  return folder
}

/** A content folder that is removed after the test. */
export async function writeContentFolder(
  files: Record<string, string | Buffer>,
): Promise<ContentFolder> {
  const folder = await createContentFolder(files)
  onTestFinished(() => folder.remove())
  return folder
}
