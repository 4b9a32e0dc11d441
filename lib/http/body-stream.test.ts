import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { mountSmallDisk } from '#lib/storage/blobs/small-disk.fixture.ts'
import { saveToTemporaryFile } from './body-stream.ts'

const save = (dir: string) =>
  saveToTemporaryFile(Readable.from([Buffer.alloc(1_000_000)]), dir, 10_000_000)

test('a picture for a disk that is full, read-only or gone is refused as the disk’s fault, and leaves nothing', async (context) => {
  const disk = await mountSmallDisk(2)
  if (disk === null) return context.skip()
  try {
    await save(disk.path)
    await writeFile(join(disk.path, 'filler'), Buffer.alloc(900_000))
    const before = readdirSync(disk.path)
    await expect(save(disk.path)).rejects.toMatchObject({
      code: 'insufficient-storage',
      message: expect.stringContaining('Nothing was stored.'),
    })
    await disk.setReadOnly(true)
    await expect(save(disk.path)).rejects.toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringContaining('Nothing was changed.'),
    })
    expect(readdirSync(disk.path)).toEqual(before)
    await expect(save(join(disk.path, 'gone'))).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
  } finally {
    await disk.unmount()
  }
})
