import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { watchFolder } from './watch-folder.ts'

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'watched-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Watches a folder, and counts what is prepared and shown. */
function start(folder: string, options: { pollMs?: number; prepare?: () => Promise<void> } = {}) {
  const counts = { prepared: 0, shown: 0, errors: [] as unknown[] }
  const changes: (readonly string[] | null)[] = []
  const watch = watchFolder({
    folder,
    pollMs: options.pollMs ?? 3_600_000,
    async prepare(changedFiles) {
      counts.prepared += 1
      await options.prepare?.()
      return () => {
        changes.push(changedFiles)
        counts.shown += 1
      }
    },
    onError: (error) => counts.errors.push(error),
  })
  onTestFinished(() => watch.close())
  const waitFor = (shown: number) =>
    vi.waitFor(() => expect(counts.shown).toBe(shown), { timeout: 20_000, interval: 20 })
  return { counts, changes, watch, waitFor }
}

test('what is there is shown at once, and a saved file when it is complete', async () => {
  const folder = await createFolder()
  const { waitFor } = start(folder)
  await waitFor(1)
  await writeFile(join(folder, 'a.md'), 'a')
  await waitFor(2)
})

test('a file in a new folder, changed later, is noticed', async () => {
  const folder = await createFolder()
  const { waitFor, changes } = start(folder)
  await waitFor(1)
  await mkdir(join(folder, 'blog/2026'), { recursive: true })
  await writeFile(join(folder, 'blog/2026/a.md'), 'a')
  await waitFor(2)
  await writeFile(join(folder, 'blog/2026/a.md'), 'ab')
  await waitFor(3)
  expect(changes).toEqual([null, ['blog/2026/a.md'], ['blog/2026/a.md']])
})

test('a file that is replaced, renamed or deleted, and a folder that is moved, are noticed', async () => {
  const folder = await createFolder()
  const at = (name: string) => join(folder, name)
  await mkdir(at('blog'))
  await writeFile(at('blog/a.md'), 'a')
  const { waitFor } = start(folder)
  await waitFor(1)
  const changes = [
    async () => {
      await writeFile(at('blog/.a.md.new'), 'b')
      await rename(at('blog/.a.md.new'), at('blog/a.md'))
    },
    () => rename(at('blog/a.md'), at('blog/b.md')),
    () => rename(at('blog'), at('pages')),
    () => rm(at('pages/b.md')),
    () => writeFile(at('pages/c.md'), 'c'),
  ]
  for (const [index, change] of changes.entries()) {
    await change()
    await waitFor(index + 2)
  }
})

test('a link that leads to another folder is noticed without an event', async () => {
  const parent = await createFolder()
  for (const [name, text] of Object.entries({ one: '1', two: '2' })) {
    await mkdir(join(parent, name))
    await writeFile(join(parent, name, 'a.md'), text)
  }
  await symlink('one', join(parent, 'current'))
  const { waitFor } = start(join(parent, 'current'), { pollMs: 50 })
  await waitFor(1)
  await symlink('two', join(parent, 'next'))
  await rename(join(parent, 'next'), join(parent, 'current'))
  await waitFor(2)
})

test('what was read while the folder changed is not shown', async () => {
  const folder = await createFolder()
  let isFirst = true
  const { counts, waitFor } = start(folder, {
    async prepare() {
      if (isFirst) await writeFile(join(folder, 'late.md'), 'late')
      isFirst = false
    },
  })
  await waitFor(1)
  expect(counts.prepared).toBe(2)
})

test('nothing is prepared when nothing has changed', async () => {
  const folder = await createFolder()
  await writeFile(join(folder, 'a.md'), 'a')
  const { counts, watch, waitFor } = start(folder, { pollMs: 10 })
  await waitFor(1)
  await writeFile(join(folder, '.a.md.swp'), 'an editor’s own file')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(counts.prepared).toBe(1)
  watch.refresh()
  await waitFor(2)
})

test('an error is reported, and the next change is prepared again', async () => {
  const folder = await createFolder()
  let isBroken = true
  const { counts, waitFor } = start(folder, {
    async prepare() {
      if (isBroken) throw new Error('broken')
    },
  })
  await vi.waitFor(() => expect(counts.errors).toEqual([new Error('broken')]))
  isBroken = false
  await writeFile(join(folder, 'a.md'), 'a')
  await waitFor(1)
})

test('a folder that is not there yet, and links that lead back', async () => {
  const parent = await createFolder()
  const folder = join(parent, 'content')
  const { waitFor } = start(folder, { pollMs: 20 })
  await waitFor(1)
  await mkdir(folder)
  await symlink('..', join(folder, 'up'))
  await writeFile(join(folder, 'a.md'), 'a')
  await waitFor(2)
})
