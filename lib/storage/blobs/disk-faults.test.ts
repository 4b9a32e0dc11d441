import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { createTemporaryFolders, makePicture } from './blobs.contract.ts'
import { openDiskBlobs } from './disk.ts'
import { mountSmallDisk } from './small-disk.fixture.ts'
import { getTemporaryFolder, openTemporaryFolder } from './temporary-folder.ts'

const makeDataDir = createTemporaryFolders()

async function openOnSmallDisk({ skip }: TestContext) {
  const disk = await mountSmallDisk(4)
  if (!disk) return skip('no small disk can be mounted here')
  onTestFinished(disk.unmount)
  const blobs = await openDiskBlobs(disk.path)
  const path = join(getTemporaryFolder(disk.path), 'upload')
  const put = async ({ key, bytes }: ReturnType<typeof makePicture>) => {
    await writeFile(path, bytes)
    await blobs.putFile(key, path)
  }
  return { disk, blobs, put }
}

test('a full disk is reported as full, still serves its blobs, and works again once there is space', async (context) => {
  const { disk, blobs, put } = await openOnSmallDisk(context)
  const stored = makePicture('stored')
  await put(stored)
  const filler = join(disk.path, 'filler')
  await expect(writeFile(filler, Buffer.alloc(8_000_000))).rejects.toThrow(/ENOSPC/)

  const full = { code: 'insufficient-storage' }
  await expect(blobs.checkWritable()).rejects.toMatchObject(full)
  expect((await blobs.get(stored.key))?.equals(stored.bytes)).toBe(true)

  await rm(filler)
  await blobs.checkWritable()
  const next = makePicture('next')
  await put(next)
  expect((await blobs.get(next.key))?.equals(next.bytes)).toBe(true)
  expect(await readdir(getTemporaryFolder(disk.path))).toEqual([])
})

test('a read-only disk is reported as unavailable, and still serves its blobs', async (context) => {
  const { disk, blobs, put } = await openOnSmallDisk(context)
  const stored = makePicture('stored')
  await put(stored)
  const path = join(getTemporaryFolder(disk.path), 'upload')
  await writeFile(path, 'uploaded just before')
  await disk.setReadOnly(true)

  const unavailable = { code: 'storage-unavailable', retryAfterSeconds: 5 }
  await expect(blobs.putFile(makePicture('other').key, path)).rejects.toMatchObject(unavailable)
  await expect(openDiskBlobs(join(disk.path, 'new'))).rejects.toMatchObject(unavailable)
  await expect(blobs.delete(stored.key)).rejects.toMatchObject(unavailable)
  await expect(blobs.checkWritable()).rejects.toMatchObject(unavailable)
  expect((await blobs.get(stored.key))?.equals(stored.bytes)).toBe(true)
  // As a site does that starts a day later, with an upload left behind.
  const tomorrow = new Date(Date.now() + 86_400_000)
  await expect(openTemporaryFolder(disk.path, tomorrow)).resolves.toContain('tmp')

  await disk.setReadOnly(false)
  await blobs.checkWritable()
  expect(existsSync(path)).toBe(true)
})

/** Also without root: the process's file size limit, which Node reports as EFBIG. */
test('bytes beyond the limit are reported as insufficient storage', async () => {
  const dataDir = await makeDataDir()
  const program = `
    import { openDiskBlobs } from ${JSON.stringify(new URL('./disk.ts', import.meta.url).href)}
    const blobs = await openDiskBlobs(process.argv[1])
    console.log(await blobs.checkWritable().then(() => 'written', (error) => error.code))
  `
  const limit = (blocks: number) =>
    promisify(execFile)('sh', [
      '-c',
      `ulimit -f ${blocks}; exec "$0" --input-type=module -e "$1" "$2"`,
      process.execPath,
      program,
      dataDir,
    ])
  expect((await limit(1)).stdout.trim()).toBe('insufficient-storage')
  expect((await limit(64)).stdout.trim()).toBe('written')
  expect(await readdir(getTemporaryFolder(dataDir))).toEqual([])
})
