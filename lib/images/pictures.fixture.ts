/* Real pictures, blobs and image processes in temporary folders. Tests only. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, vi } from 'vitest'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { getTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import type { BlobStore } from './blob-store.ts'
import { createImageQueue, type ImageQueue } from './image-queue.ts'
import { createPictures, type PicturesOptions } from './pictures.ts'

/** One for all tests of a file, so that the types are stripped once. */
const compileCacheDir = join(tmpdir(), `paparazza-compiled-${process.pid}`)

/**
 * The real image process, with faults on command: it takes the job's path for its orders, notes its pid in `pids`, and
 * crashes, hangs, stays busy, or crashes once before it does as it should.
 */
const faultyWorker = (folder: string) => `
  import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
  appendFileSync(${JSON.stringify(join(folder, 'pids'))}, process.pid + '\\n')
  await import(${JSON.stringify(join(process.cwd(), 'lib/images/worker.ts'))})
  process.prependListener('message', ({ frames, path = frames[0].path }) => {
    if (path.includes('hang')) for (;;);
    if (path.includes('busy')) setInterval(() => {}, 1000)
    if (path.includes('crash') && !existsSync(path + '.crashed')) {
      if (path.includes('once')) writeFileSync(path + '.crashed', '')
      process.kill(process.pid, 'SIGSEGV')
      for (;;);
    }
  })
`

export interface Studio {
  folder: string
  workshop: ImageQueue
  /** Writes a file that a test's job may name. */
  put(name: string, bytes: Buffer): Promise<string>
  /** Of all image processes that have been started, oldest first. */
  listPids(): Promise<number[]>
}

/** `after`: studios live for one test, or with `afterAll` for all of a file. */
export function offerStudios(after: (close: () => Promise<void>) => void = afterEach) {
  const opened: { folder: string; close(): void }[] = []
  after(async () => {
    for (const { folder, close } of opened.splice(0)) {
      close()
      await rm(folder, { recursive: true, force: true })
    }
  })
  return async function openStudio(
    options: Partial<Parameters<typeof createImageQueue>[0]> = {},
  ): Promise<Studio> {
    const folder = await mkdtemp(join(tmpdir(), 'paparazza-images-'))
    const workerPath = join(folder, 'worker.mjs')
    await writeFile(workerPath, faultyWorker(folder))
    const workshop = createImageQueue({ compileCacheDir, workerPath, ...options })
    opened.push({ folder, close: workshop.close })
    return {
      folder,
      workshop,
      async put(name, bytes) {
        const path = join(folder, name)
        await writeFile(path, bytes)
        return path
      },
      listPids: async () =>
        (await readFile(join(folder, 'pids'), 'utf8').catch(() => ''))
          .split('\n')
          .filter(Boolean)
          .map(Number),
    }
  }
}

/** Pictures over a studio: blobs on disk, every call of the workshop and every fault counted. */
export async function openGallery(
  studio: Studio,
  options: Partial<PicturesOptions> & { wrap?: (blobs: BlobStore) => BlobStore } = {},
) {
  const disk = await openDiskBlobs(studio.folder)
  const blobs = options.wrap?.(disk) ?? disk
  const tempDir = getTemporaryFolder(studio.folder)
  const render = vi.fn(studio.workshop.render)
  const inspect = vi.fn(studio.workshop.inspect)
  const onFault = vi.fn()
  const pictures = createPictures({
    blobs,
    tempDir,
    formats: ['avif', 'webp', 'jpg'],
    maxWidth: 1920,
    onFault,
    ...options,
    workshop: { ...studio.workshop, render, inspect },
  })
  return {
    pictures,
    disk,
    render,
    inspect,
    onFault,
    async upload(bytes: Buffer): Promise<string> {
      const path = join(tempDir, randomUUID())
      await writeFile(path, bytes)
      return path
    },
    /** Everything that is kept or was left behind. */
    async listRemains(): Promise<string[]> {
      const keys = await Array.fromAsync(disk.list(''), ({ key }) => key)
      return [...keys, ...(await readdir(tempDir))]
    },
  }
}
