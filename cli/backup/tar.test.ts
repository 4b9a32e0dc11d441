import { spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { open, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from './site.fixture.ts'
import { createTarWriter, extractEntry, listTarEntries } from './tar.ts'

const at = new Date('2026-11-22T12:00:00Z')
const long = `paparazza-2026-11-22T12-00-00Z/blobs/original/aa/${'a'.repeat(64)}`

async function write(files: Record<string, Buffer>): Promise<string> {
  const path = join(await makeFolder(), 'archive.tar')
  const tar = createTarWriter(createWriteStream(path), at)
  for (const [name, bytes] of Object.entries(files)) await tar.addBytes(name, bytes)
  await tar.end()
  return path
}
const files = {
  'README.txt': Buffer.from('Hello'),
  [long]: Buffer.alloc(1024, 7),
  'folder/empty': Buffer.alloc(0),
}

test('tar itself reads an archive, with long names', async () => {
  const path = await write(files)
  const folder = await makeFolder()
  expect(spawnSync('tar', ['-xf', path, '-C', folder])).toMatchObject({ status: 0 })
  for (const [name, bytes] of Object.entries(files))
    expect(await readFile(join(folder, name))).toEqual(bytes)
})

test('each file is found and extracted', async () => {
  const file = await open(await write(files))
  const entries = await listTarEntries(file)
  expect(entries.map(({ name, bytes }) => [name, bytes])).toEqual(
    Object.entries(files).map(([name, { length }]) => [name, length]),
  )
  const target = join(await makeFolder(), 'x')
  for (const entry of entries) {
    await extractEntry(file, entry, target)
    expect(await readFile(target)).toEqual(files[entry.name])
  }
  await file.close()
})

test('an archive of GNU tar is read, too, and its folders are left out', async () => {
  const folder = await makeFolder()
  await writeFile(join(folder, 'x'), 'text')
  const path = join(await makeFolder(), 'archive.tar')
  spawnSync('tar', ['-cf', path, '-C', folder, '.'])
  const file = await open(path)
  expect(await listTarEntries(file)).toMatchObject([{ name: './x', bytes: 4 }])
  await file.close()
})

test.each([
  [600, 'incomplete'],
  [1000, 'incomplete'],
  [1024, 'incomplete'],
  [3000, 'incomplete'],
])('an archive that ends after %i bytes is incomplete', async (bytes, message) => {
  const path = await write(files)
  await truncate(path, bytes)
  const file = await open(path)
  await expect(listTarEntries(file)).rejects.toThrow(message)
  await file.close()
})

test('what isn’t an archive is refused', async () => {
  const path = join(await makeFolder(), 'x')
  await writeFile(path, 'x'.repeat(2000))
  const file = await open(path)
  await expect(listTarEntries(file)).rejects.toThrow('not an archive')
  await file.close()
})

test('a stream that is closed ends the writing', async () => {
  const path = join(await makeFolder(), 'archive.tar')
  const out = createWriteStream(path)
  const tar = createTarWriter(out, at)
  out.destroy()
  await expect(tar.addBytes('x', Buffer.alloc(10_000_000))).rejects.toThrow('no longer read')
})
