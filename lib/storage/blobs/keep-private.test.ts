import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../db/open-store.ts'
import { insertSamplePrinter } from '../db/testing/samples.ts'
import { createTemporaryFolders, makePicture } from './blobs.contract.ts'
import { openDiskBlobs } from './disk.ts'
import { keepPrivate } from './keep-private.ts'

const makeFolder = createTemporaryFolders()
const readMode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

async function open(dataDir: string) {
  const umask = process.umask()
  onTestFinished(() => void process.umask(umask))
  await keepPrivate(dataDir)
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  onTestFinished(() => store.close())
  await insertSamplePrinter(store.printers)
  const blobs = await openDiskBlobs(dataDir)
  const path = join(dataDir, 'tmp', 'upload')
  const { key, bytes } = makePicture('private')
  await writeFile(path, bytes)
  await blobs.putFile(key, path)
}

async function listModes(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const modes = entries.map(async (entry) => {
    const mode = await readMode(join(entry.parentPath, entry.name))
    return `${entry.isDirectory() ? 'folder' : 'file'} ${mode}`
  })
  return [...new Set(await Promise.all(modes))].sort()
}

test('database and pictures are for the site’s user alone', async () => {
  const dataDir = join(await makeFolder(), 'new')
  await open(dataDir)
  expect(await readMode(dataDir)).toBe('700')
  expect(await listModes(dataDir)).toEqual(['file 600', 'folder 700'])
})

test('a folder that an earlier version left open is closed to others, one with other things stays as it is', async () => {
  for (const [others, expected] of [
    [[], '700'],
    [['notes.txt'], '755'],
  ] as const) {
    const dataDir = await makeFolder()
    await mkdir(join(dataDir, 'blobs'), { mode: 0o755 })
    for (const name of ['paparazza.sqlite', ...others]) await writeFile(join(dataDir, name), '')
    await chmod(join(dataDir, 'paparazza.sqlite'), 0o644)
    await chmod(dataDir, 0o755)
    await open(dataDir)
    expect(await readMode(dataDir)).toBe(expected)
    expect(await readMode(join(dataDir, 'blobs'))).toBe('700')
    expect(await readMode(join(dataDir, 'paparazza.sqlite'))).toBe('600')
  }
})
