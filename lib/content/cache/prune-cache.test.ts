import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { type ContentFolder, writeContentFolder } from '../content-folder.fixture.ts'
import type { Content } from '../model/types.ts'
import { createUseRecord, pruneCache, recordBuild } from './prune-cache.ts'

const post = (text: string) => `---\ndate: 2021-02-07\n---\n${text}\n`
const svg = (width: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="2"/>`
const hours = (count: number) => new Date(Date.now() + count * 3_600_000)
const days = (count: number) => hours(24 * count)

let folder: ContentFolder
/** What the site shows that was started before the post changed. */
let before: Content
let after: Content
beforeEach(async () => {
  folder = await writeContentFolder({
    'blog/0.md': post('![a](a.svg)'),
    'blog/a.svg': svg(500),
    'blog/b.svg': svg(600),
  })
  before = await folder.open()
  await build(before)
  await folder.write('blog/0.md', post('![b](b.svg)'))
  after = await folder.open()
})

/** What a build does at its end. */
async function build({ used }: Content, now?: Date): Promise<number> {
  await recordBuild(folder.cacheDir, used)
  return pruneCache(folder.cacheDir, now)
}

/** Whether a site with this content can still serve all of it. */
async function isWhole(content: Content): Promise<boolean> {
  const [document] = content.posts
  if (document === undefined) throw new Error('No post')
  const hasBody = await content.readBody(document).then(
    () => true,
    () => false,
  )
  const names = await readdir(content.assetDirectory)
  return hasBody && names.some((name) => content.hasAsset(name))
}

it('deletes nothing of the last build while a site may run on it that can record nothing', async () => {
  for (const now of [hours(0), hours(2), days(6)]) {
    await build(after, now)
    expect(await isWhole(before)).toBe(true)
  }
})

it('deletes what no build has used for a week, and nothing that the current one uses', async () => {
  expect(await build(after)).toBe(0)
  // Body, text and summary of a document, and a picture.
  expect(await build(after, days(8))).toBe(4)
  expect(await isWhole(before)).toBe(false)
  expect(await isWhole(after)).toBe(true)
  expect((await folder.open()).renderedCount).toBe(0)
  expect(await build(after, days(80))).toBe(0)
})

it('deletes nothing that a running site uses, however long it runs', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const recordUse = createUseRecord()
  vi.useRealTimers()
  await recordUse(folder.cacheDir, before.used)
  await recordUse(folder.cacheDir, after.used) // it has reloaded, and a request still needs what it used before
  await build(after)
  const record = await findRecord(before)
  await utimes(record, days(77), days(77))
  await build(after, days(78))
  expect(await isWhole(before)).toBe(true)
  await build(after, days(90))
  expect(await isWhole(before)).toBe(false)
})

/** The record of a process that uses this and what replaced it. */
async function findRecord({ used }: Content): Promise<string> {
  const uses = join(folder.cacheDir, 'uses')
  for (const name of await readdir(uses)) {
    const text = await readFile(join(uses, name), 'utf8')
    if ([...used.keys, ...after.used.keys].every((key) => text.includes(key)))
      return join(uses, name)
  }
  throw new Error('No record')
}

it('renews the record of a running site every hour', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const recordUse = createUseRecord()
  await recordUse(folder.cacheDir, before.used)
  await recordUse(folder.cacheDir, after.used)
  const record = await findRecord(before)
  await utimes(record, days(-30), days(-30))
  await vi.advanceTimersByTimeAsync(3_600_000)
  vi.useRealTimers()
  await expect.poll(async () => (await stat(record)).mtimeMs).toBeGreaterThan(hours(-1).getTime())
})

it('deletes nothing where no process has recorded what it uses', async () => {
  await rm(join(folder.cacheDir, 'uses'), { recursive: true })
  expect(await pruneCache(folder.cacheDir, days(8))).toBe(0)
})

it('deletes nothing that a site has found a moment ago, although it has not recorded it yet', async () => {
  const old = hours(-3)
  for (const part of ['documents', 'assets']) {
    const found = await readdir(join(folder.cacheDir, part), { recursive: true })
    for (const name of found) await utimes(join(folder.cacheDir, part, name), old, old)
  }
  await rm(join(folder.cacheDir, 'uses'), { recursive: true })
  await recordBuild(folder.cacheDir, after.used)
  await folder.write('blog/0.md', post('![a](a.svg)'))
  const again = await folder.open()
  expect(again.renderedCount).toBe(0)
  expect(await pruneCache(folder.cacheDir)).toBe(0)
  expect(await isWhole(again)).toBe(true)
  expect(await pruneCache(folder.cacheDir, hours(2))).toBe(4)
})

it('deletes what killed processes left, and keeps a bounded number of records', async () => {
  for (let index = 0; index < 120; index += 1) await createUseRecord()(folder.cacheDir, before.used)
  const partial = join(folder.cacheDir, 'assets/a.svg.part')
  await writeFile(partial, 'half')
  await utimes(partial, hours(-3), hours(-3))
  expect(await pruneCache(folder.cacheDir)).toBe(1)
  expect(await readdir(join(folder.cacheDir, 'uses'))).toHaveLength(100)
  expect(await isWhole(before)).toBe(true)
})
