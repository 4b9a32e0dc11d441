import { existsSync } from 'node:fs'
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTemporaryFolders, describeBlobs, makePicture } from './blobs.contract.ts'
import { openDiskBlobs } from './disk.ts'
import { getTemporaryFolder, openTemporaryFolder } from './temporary-folder.ts'

const makeDataDir = createTemporaryFolders()

describeBlobs('blobs on disk', async () => {
  const dataDir = await makeDataDir()
  return { blobs: await openDiskBlobs(dataDir), temporary: getTemporaryFolder(dataDir) }
})

describe('the folder of blobs', () => {
  test('other files are not listed and do no harm', async () => {
    const dataDir = await makeDataDir()
    const blobs = await openDiskBlobs(dataDir)
    const { key, bytes, sha256 } = makePicture('ours')
    const path = join(getTemporaryFolder(dataDir), 'upload')
    await writeFile(path, bytes)
    await blobs.putFile(key, path)
    const folder = join(dataDir, 'blobs', 'original', sha256.slice(0, 2))
    await writeFile(join(folder, 'notes.txt'), 'mine')
    expect((await Array.fromAsync(blobs.list(''))).map((blob) => blob.key)).toEqual([key])
  })

  test('a removed folder is created again at the next attempt', async () => {
    const dataDir = await makeDataDir()
    const blobs = await openDiskBlobs(dataDir)
    const { key, bytes } = makePicture('again')
    const path = join(getTemporaryFolder(dataDir), 'upload')
    const put = async () => {
      await writeFile(path, bytes)
      await blobs.putFile(key, path)
    }
    await put()
    await rm(join(dataDir, 'blobs'), { recursive: true })
    expect(await blobs.get(key)).toBeNull()
    await expect(put()).rejects.toMatchObject({ code: 'storage-unavailable' })
    await put()
    expect((await blobs.get(key))?.equals(bytes)).toBe(true)
  })
})

describe('the temporary folder', () => {
  test('files older than an hour are deleted, younger ones stay', async () => {
    const dataDir = await makeDataDir()
    const folder = getTemporaryFolder(dataDir)
    await mkdir(join(folder, 'old-folder'), { recursive: true })
    await writeFile(join(folder, 'old'), 'left by a crash')
    await writeFile(join(folder, 'young'), 'being uploaded')
    const now = new Date()
    const longAgo = new Date(now.getTime() - 61 * 60 * 1000)
    for (const name of ['old', 'old-folder']) await utimes(join(folder, name), longAgo, longAgo)
    expect(await openTemporaryFolder(dataDir, now)).toBe(folder)
    expect(existsSync(join(folder, 'old'))).toBe(false)
    expect(existsSync(join(folder, 'old-folder'))).toBe(false)
    expect(existsSync(join(folder, 'young'))).toBe(true)
  })
})
