import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BlobStore } from '#lib/images/blob-store.ts'

interface OpenBlobs {
  blobs: BlobStore
  /** A folder for temporary files on the store's own filesystem. */
  temporary: string
}

/** The contract of every blob store. `open` returns an empty one; the caller deletes it after the test. */
export function describeBlobs(name: string, open: () => Promise<OpenBlobs>): void {
  describe(name, () => {
    let blobs: BlobStore
    let temporary: string
    beforeEach(async () => {
      ;({ blobs, temporary } = await open())
    })
    const put = async (key: string, bytes: Buffer) => {
      const path = join(temporary, randomBytes(8).toString('hex'))
      await writeFile(path, bytes)
      await blobs.putFile(key, path)
      return path
    }

    test('an absent blob is null, and deleting it is no error', async () => {
      const { key } = makePicture('nothing')
      expect(await blobs.get(key)).toBeNull()
      expect(await blobs.openFile(key)).toBeNull()
      expect(await blobs.has(key)).toBe(false)
      expect(await collect(blobs, '')).toEqual([])
      await blobs.delete(key)
    })

    test('bytes are returned unchanged, and the temporary file is gone', async () => {
      const { key, bytes } = makePicture('one', 300_000)
      const path = await put(key, bytes)
      expect(existsSync(path)).toBe(false)
      expect(await blobs.has(key)).toBe(true)
      expect((await blobs.get(key))?.equals(bytes)).toBe(true)
    })

    test('an opened blob is a readable file, and the blob stays after its release', async () => {
      const { key, bytes } = makePicture('two')
      await put(key, bytes)
      const opened = await blobs.openFile(key)
      expect(opened && (await readFile(opened.path)).equals(bytes)).toBe(true)
      await opened?.release()
      expect((await blobs.get(key))?.equals(bytes)).toBe(true)
    })

    test('storing a key again is idempotent', async () => {
      const { key, bytes } = makePicture('three')
      await Promise.all(Array.from({ length: 20 }, () => put(key, bytes)))
      expect((await blobs.get(key))?.equals(bytes)).toBe(true)
      expect(await collect(blobs, '')).toEqual([{ key, bytes: bytes.length }])
    })

    test('an empty blob is a blob', async () => {
      const key = `variant/${makePicture('four').sha256}/320.jpg`
      await put(key, Buffer.alloc(0))
      expect(await blobs.get(key)).toEqual(Buffer.alloc(0))
      expect(await blobs.has(key)).toBe(true)
    })

    test('a list has the keys and sizes below a prefix, without deleted blobs', async () => {
      const [a, b] = [makePicture('five'), makePicture('six')]
      const small = `variant/${a.sha256}/320.avif`
      const large = `variant/${a.sha256}/1920.jpg`
      const others = `variant/${b.sha256}/320.webp`
      for (const key of [a.key, b.key, small, large, others]) await put(key, Buffer.from(key))
      const entry = (key: string) => ({ key, bytes: key.length })

      expect(await collect(blobs, `variant/${a.sha256}/`)).toEqual([large, small].map(entry))
      expect(await collect(blobs, 'original/')).toEqual([a.key, b.key].sort().map(entry))
      expect(await collect(blobs, '')).toHaveLength(5)

      await blobs.delete(small)
      await blobs.delete(a.key)
      expect(await collect(blobs, '')).toEqual([b.key, large, others].sort().map(entry))
      expect(await blobs.get(small)).toBeNull()
    })

    test('a list has the time when a blob was stored', async () => {
      const { key, bytes } = makePicture('seven')
      await put(key, bytes)
      const [blob] = await Array.fromAsync(blobs.list('original/'))
      const ageMs = Date.now() - (blob?.modifiedAt.getTime() ?? 0)
      // Some stores have whole seconds only, and another clock.
      expect(ageMs).toBeGreaterThan(-5000)
      expect(ageMs).toBeLessThan(60_000)
    })

    test.each([
      'original/../../etc/passwd',
      'original/abc',
      `original/${'A'.repeat(64)}`,
      `original/${'a'.repeat(64)}/x`,
      `original/${'a'.repeat(64)}\n`,
      `variant/${'a'.repeat(64)}/../320.jpg`,
      `variant/${'a'.repeat(64)}/320.png`,
      `variant/${'a'.repeat(64)}/0.jpg`,
      `other/${'a'.repeat(64)}`,
      '',
    ])('the key %j is rejected by all methods', async (key) => {
      await expect(put(key, Buffer.from('x'))).rejects.toThrow(RangeError)
      await expect(blobs.get(key)).rejects.toThrow(RangeError)
      await expect(blobs.openFile(key)).rejects.toThrow(RangeError)
      await expect(blobs.has(key)).rejects.toThrow(RangeError)
      await expect(blobs.delete(key)).rejects.toThrow(RangeError)
    })

    test('a list by an invalid prefix is rejected', async () => {
      await expect(collect(blobs, '../')).rejects.toThrow(RangeError)
    })

    test('a working store is writable, and the check leaves nothing behind', async () => {
      await blobs.checkWritable()
      await blobs.checkWritable()
      expect(await collect(blobs, '')).toEqual([])
    })
  })
}

/** Creates temporary folders that are deleted after each test. */
export function createTemporaryFolders(): () => Promise<string> {
  const folders: string[] = []
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
  })
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'blobs-'))
    folders.push(folder)
    return folder
  }
}

export function makePicture(text: string, length = 1000) {
  const bytes = Buffer.alloc(length, text)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { key: `original/${sha256}`, sha256, bytes }
}

async function collect(blobs: BlobStore, prefix: string) {
  const entries = await Array.fromAsync(blobs.list(prefix))
  return entries.map(({ key, bytes }) => ({ key, bytes })).sort((a, b) => (a.key < b.key ? -1 : 1))
}
