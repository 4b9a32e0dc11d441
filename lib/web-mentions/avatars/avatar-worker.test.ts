import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openHostileNetwork } from '#lib/outbound/hostile-network.fixture.ts'
import { createAvatarWorker } from './avatar-worker.ts'
import { fetchPhoto } from './fetch-photo.ts'
import type { AvatarStore } from './ports.ts'

/* Photos at strangers' addresses, with a real network; the store's contract is elsewhere. */

const minutes = (count: number) => count * 60_000
const start = Date.parse('2026-11-30T12:00:00Z')

async function open(path: string, page: RequestListener) {
  const network = await openHostileNetwork()
  const folder = await mkdtemp(join(tmpdir(), 'photos-'))
  onTestFinished(async () => {
    await network.close()
    await rm(folder, { recursive: true })
  })
  network.pages.set(path, page)
  const bench = {
    network,
    url: `http://ann.example:${network.publicPort}${path}`,
    now: start,
    isDue: true,
    tries: 0,
    results: [] as Parameters<AvatarStore['finishAvatar']>[1][],
    restored: [] as string[],
    async run() {
      const store: AvatarStore = {
        async claimAvatar() {
          if (!bench.isDue) return null
          bench.isDue = false
          return { url: bench.url, tries: ++bench.tries }
        },
        async finishAvatar(_, result) {
          bench.results.push(result)
          return true
        },
        hasAvatar: async () => true,
      }
      await createAvatarWorker({
        store,
        images: {
          async store(file) {
            if ((await readdir(folder)).length !== 1) throw new Error(`no file at ${file}`)
            return 'hash'
          },
          restoreDeleted: async (sha256) => void bench.restored.push(sha256),
        },
        fetch: (url) => fetchPhoto(network.outbound, url, join(folder, 'photo')),
        now: () => new Date(bench.now),
        onChanged: () => undefined,
      })()
      // No file of a stranger stays.
      expect(await readdir(folder)).toEqual([])
      return bench.results.at(-1)
    },
  }
  return bench
}
const jpeg: RequestListener = (_, response) =>
  response.writeHead(200, { 'content-type': 'image/jpeg' }).end('bytes')
const answer =
  (status: number, type = 'image/jpeg', body = ''): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body)

test('a photo is fetched, copied, and its file is deleted', async () => {
  const bench = await open('/me.jpg', jpeg)
  expect(await bench.run()).toEqual({ sha256: 'hash', fetchedAt: new Date(start), dueAt: null })
  expect(bench.restored).toEqual(['hash'])
})

test.each<[string, RequestListener]>([
  ['is gone', answer(404)],
  ['is an SVG', answer(200, 'image/svg+xml', '<svg/>')],
  ['is a page', answer(200, 'text/html', '<p>')],
  ['has more than 1 MB', answer(200, 'image/png', 'x'.repeat(1_000_001))],
])('a photo that %s is none, and is not asked for again', async (_, page) => {
  const bench = await open('/me.jpg', page)
  expect(await bench.run()).toMatchObject({ sha256: null, dueAt: null })
})

test('a photo inside the network is refused without a connection', async () => {
  const bench = await open('/me.jpg', jpeg)
  bench.url = `http://127.0.0.1:${bench.network.insidePort}/me.jpg`
  expect(await bench.run()).toMatchObject({ sha256: null })
  expect(bench.network.inside).toBe(0)
})

test('a server that is down is asked three times more, within two days, and what there is stays', async () => {
  const bench = await open('/me.jpg', answer(503))
  for (const waitMs of [minutes(5), minutes(60), minutes(24 * 60), null]) {
    bench.isDue = true
    const { dueAt, ...rest } = (await bench.run()) ?? {}
    expect(rest).not.toHaveProperty('sha256')
    expect(dueAt ?? null).toEqual(waitMs === null ? null : new Date(start + waitMs))
  }
})
