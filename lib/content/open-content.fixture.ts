import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Content } from './model/types.ts'
import { type ContentOptions, openContent } from './open-content.ts'

/** A content folder of a test's own, with a cache beside it; `open` reads it as a build would. */
export interface Desk {
  folder: string
  contentDir: string
  write(file: string, text: string | Buffer): Promise<void>
  open(options?: Partial<ContentOptions>): Promise<Content>
  clear(): Promise<void>
}

export async function setDesk(files: Record<string, string | Buffer> = {}): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'content-'))
  const contentDir = join(folder, 'content')
  await mkdir(contentDir)
  const desk: Desk = {
    folder,
    contentDir,
    async write(file, text) {
      await mkdir(dirname(join(contentDir, file)), { recursive: true })
      await writeFile(join(contentDir, file), text)
    },
    open: (options = {}) =>
      openContent({
        contentDir,
        cacheDir: join(folder, 'cache'),
        rootDir: folder,
        siteUrl: 'https://site.example',
        timeZone: 'America/Los_Angeles',
        hasDrafts: false,
        ...options,
      }),
    clear: () => rm(folder, { recursive: true }),
  }
  for (const [file, text] of Object.entries(files)) await desk.write(file, text)
  return desk
}
