import { expect, test } from 'vitest'
import { later } from '#lib/storage/db/testing/samples.ts'
import type { Delivered } from './deliver-mention.ts'
import { findPrivateReason } from './find-private-reason.ts'
import { createBench, one, page, taken } from './send.fixture.ts'

const answering = (status: number | null, retryAfterMs: number | null = null): Delivered => ({
  ...taken,
  answer: { status, text: 'x', retryAfterMs },
})

test('a refused or failing endpoint is tried as the outbox does, and at its earliest when it says', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  bench.pages = { '/a': page('a', one) }
  bench.answer = answering(503, 3_600_000)
  await bench.run([site], 60)
  expect(bench.take()).toEqual(['/a one.example'])
  await bench.run([site], 3540)
  expect(bench.take()).toEqual([])
  bench.answer = taken
  await bench.run([site], 120)
  expect(bench.take()).toEqual(['/a one.example'])
  expect(await bench.store.listSent(1)).toMatchObject([
    { state: 'delivered', answer: '202', tries: 2, dueAt: null },
  ])
})

test('an endpoint that fails for days, one that is gone, and one at home are given up, and said once', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  for (const [words, answer] of [
    ['a', answering(500)],
    ['b', answering(410)],
    ['c', { ...answering(null), isFinal: true }],
  ] as const) {
    bench.pages = { '/a': page(words, one) }
    bench.answer = answer
    await bench.run([site], 60)
    for (let days = 0; days < 10; days++) {
      bench.now = later(86_400, bench.now)
      await bench.run([site], 60)
    }
    expect(bench.givenUp.splice(0)).toHaveLength(1)
  }
  bench.take()
  await bench.run([site], 600)
  expect(bench.take()).toEqual([])
})

test('an endpoint is looked for once a day, and after a failure', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  const change = async (words: string) => {
    bench.pages = { '/a': page(words, one) }
    await bench.run([site], 600)
  }
  await change('a')
  await change('b')
  bench.answer = answering(404)
  await change('c')
  bench.answer = taken
  await change('d')
  bench.now = later(86_400, bench.now)
  await change('e')
  const { endpoint } = taken
  const [first, second, third, afterFailure] = bench.endpoints
  expect([first, second, third, afterFailure]).toEqual([null, endpoint, endpoint, null])
  expect(bench.endpoints.at(-1)).toBeNull()
})

test('a page that takes no webmentions is asked once for each change', async () => {
  const bench = await createBench()
  bench.answer = { endpoint: null, answer: null, statusUrl: null, isFinal: false }
  const site = await bench.createReplica()
  await bench.run([site], 60)
  bench.pages = { '/a': page('a', one) }
  await bench.run([site], 1200)
  expect(bench.take()).toEqual(['/a one.example'])
  expect(await bench.store.listSent(1)).toMatchObject([{ state: 'no-endpoint' }])
})

test('a site that others can’t read sends nothing, and says why', () => {
  const find = (url: string, homeHosts: string[] = []) => findPrivateReason(url, homeHosts)
  expect(find('https://our.example')).toBeNull()
  expect(find('http://our.example')).toMatch(/https/)
  for (const url of [
    'http://localhost:3000',
    'https://printer.local',
    'https://192.168.1.2',
    'https://[::1]',
    'https://nas',
  ])
    expect(find(url)).toMatch(/SITE_URL/)
  expect(find('http://127.0.0.1:3000', ['127.0.0.1'])).toBeNull()
})
