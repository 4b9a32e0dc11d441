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

/** One for all tests of a file, so that types are stripped only once. */
const compileCacheDir = join(tmpdir(), `paparazza-compiled-${process.pid}`)

/**
 * The real image process with faults that the job's path selects: `crash`, `crash-once`, `hang`, `wait`
 * (two seconds without work), or `busy` (never idle). Appends its
 * pid to the file `pids`.
 */
const faultyWorker = (folder: string) => `
  import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
  appendFileSync(${JSON.stringify(join(folder, 'pids'))}, process.pid + '\\n')
  await import(${JSON.stringify(join(process.cwd(), 'lib/images/worker.ts'))})
  process.prependListener('message', ({ frames, path = frames[0].path }) => {
    if (path.includes('hang')) for (;;);
    if (path.includes('wait')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
    if (path.includes('busy')) setInterval(() => {}, 1000)
    if (path.includes('crash') && !existsSync(path + '.crashed')) {
      if (path.includes('once')) writeFileSync(path + '.crashed', '')
      process.kill(process.pid, 'SIGSEGV')
      for (;;);
    }
  })
`

export interface TestQueue {
  folder: string
  queue: ImageQueue
  /** Writes a file for a job. @returns its path */
  put(name: string, bytes: Buffer): Promise<string>
  /** The pids of all image processes started so far, oldest first. */
  listPids(): Promise<number[]>
}

/** @param after `afterEach`: queues are closed after each test; `afterAll`: after the file's last test */
export function createTestQueues(after: (close: () => Promise<void>) => void = afterEach) {
  const opened: { folder: string; close(): void }[] = []
  after(async () => {
    for (const { folder, close } of opened.splice(0)) {
      close()
      await rm(folder, { recursive: true, force: true })
    }
  })
  return async function openTestQueue(
    options: Partial<Parameters<typeof createImageQueue>[0]> = {},
  ): Promise<TestQueue> {
    const folder = await mkdtemp(join(tmpdir(), 'paparazza-images-'))
    const workerPath = join(folder, 'worker.mjs')
    await writeFile(workerPath, faultyWorker(folder))
    const queue = createImageQueue({ compileCacheDir, workerPath, ...options })
    opened.push({ folder, close: queue.close })
    return {
      folder,
      queue,
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

/** Pictures with blobs on disk, and spies on the queue and on `onError`. */
export async function openTestPictures(
  testQueue: TestQueue,
  options: Partial<PicturesOptions> & { wrap?: (blobs: BlobStore) => BlobStore } = {},
) {
  const disk = await openDiskBlobs(testQueue.folder)
  const blobs = options.wrap?.(disk) ?? disk
  const tempDir = getTemporaryFolder(testQueue.folder)
  const render = vi.fn(testQueue.queue.render)
  const inspect = vi.fn(testQueue.queue.inspect)
  const onError = vi.fn()
  const pictures = createPictures({
    blobs,
    tempDir,
    formats: ['avif', 'webp', 'jpg'],
    maxWidth: 1920,
    onError,
    ...options,
    queue: { ...testQueue.queue, render, inspect },
  })
  return {
    pictures,
    disk,
    render,
    inspect,
    onError,
    async upload(bytes: Buffer): Promise<string> {
      const path = join(tempDir, randomUUID())
      await writeFile(path, bytes)
      return path
    },
    /** The keys of all blobs, and the names of all temporary files. */
    async listFiles(): Promise<string[]> {
      const keys = await Array.fromAsync(disk.list(''), ({ key }) => key)
      return [...keys, ...(await readdir(tempDir))]
    },
  }
}

/** For `remove`: no snapshot has the picture. */
export async function unreferenced(_: string, deleteBlob: () => Promise<void>): Promise<boolean> {
  await deleteBlob()
  return true
}
