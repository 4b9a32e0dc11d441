import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { addBlobGauges } from './blob-metrics.ts'

test('blobs that can’t be listed are never reported as zero, and are counted at the next scrape', async () => {
  const registry = new Registry()
  let isDown = true
  addBlobGauges(
    {
      async *list() {
        if (isDown) throw new Error('unreachable')
        yield { bytes: 7 }
      },
    },
    { everySeconds: 300, maxWaitMs: 10_000 },
    registry,
  )
  expect(await registry.metrics()).not.toMatch(/^paparazza_stored/m)
  isDown = false
  expect(await registry.metrics()).toContain('paparazza_stored_bytes{kind="variant"} 7')
})

test('a scrape doesn’t wait for a long count, and has the last result until the next one', async () => {
  const registry = new Registry()
  const listed = Promise.withResolvers<void>()
  const source = {
    async *list() {
      await listed.promise
      yield { bytes: 7 }
    },
  }
  addBlobGauges(source, { everySeconds: 0, maxWaitMs: 1 }, registry)
  expect(await registry.metrics()).not.toMatch(/^paparazza_stored/m)
  listed.resolve()
  await expect.poll(() => registry.metrics()).toContain('paparazza_stored_bytes{kind="variant"} 7')
})

test('originals and variants are counted apart, and not at every scrape', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stored-'))
  try {
    const blobs = await openDiskBlobs(folder)
    const put = async (key: string, bytes: number) => {
      const path = join(folder, 'tmp', 'new')
      await writeFile(path, Buffer.alloc(bytes))
      await blobs.putFile(key, path)
    }
    const sha256 = 'ab'.repeat(32)
    await put(`original/${sha256}`, 1000)
    await put(`variant/${sha256}/640.webp`, 30)
    let nowMs = 0
    const registry = new Registry()
    addBlobGauges(blobs, { everySeconds: 300, maxWaitMs: 10_000 }, registry, () => nowMs)
    const text = await registry.metrics()
    expect(text).toContain('paparazza_stored_files{kind="original"} 1')
    expect(text).toContain('paparazza_stored_bytes{kind="original"} 1000')
    expect(text).toContain('paparazza_stored_files{kind="variant"} 1')
    expect(text).toContain('paparazza_stored_bytes{kind="variant"} 30')

    await put(`variant/${sha256}/320.webp`, 12)
    nowMs = 299_000
    expect(await registry.metrics()).toContain('paparazza_stored_files{kind="variant"} 1')
    nowMs = 300_000
    expect(await registry.metrics()).toContain('paparazza_stored_bytes{kind="variant"} 42')
  } finally {
    await rm(folder, { recursive: true })
  }
})
