import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { later } from '#lib/storage/db/testing/samples.ts'
import type { Delivered, Delivery } from './deliver-mention.ts'
import { findPrivateReason } from './find-private-reason.ts'
import { listLinks } from './list-links.ts'
import { listPlanned } from './list-planned.ts'
import { createNoteChanges, type PageText, type PublicPage } from './note-changes.ts'
import { sendDue } from './send-due.ts'

const siteUrl = 'https://our.example'
const one = 'https://one.example/'
const two = 'https://two.example/'
const taken: Delivered = {
  endpoint: 'https://one.example/hook',
  answer: { status: 202, text: '', retryAfterMs: null },
  statusUrl: null,
  isFinal: false,
}
const answering = (status: number | null, retryAfterMs: number | null = null): Delivered => ({
  ...taken,
  answer: { status, text: 'x', retryAfterMs },
})

type Pages = Record<string, PageText & { version?: string }>

interface Replica {
  /** Where it shows others than the site's; `null`: the site's. */
  pages: Pages | null
  /** Its content can't be read. */
  isOut: boolean
  look(): Promise<void>
}

/** A site whose replicas share a database, and what they send. */
async function createBench() {
  const dataDir = await mkdtemp(join(tmpdir(), 'sent-'))
  const opened: OpenStore[] = []
  const open = async () => {
    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    opened.push(store)
    return store.sentMentions
  }
  const store = await open()
  onTestFinished(async () => {
    await Promise.all(opened.map(({ close }) => close()))
    await rm(dataDir, { recursive: true })
  })
  const bench = {
    store,
    now: later(0),
    pages: {} as Pages,
    moved: new Set<string>(),
    answer: taken,
    /** "/post one.example", in order. */
    sent: [] as string[],
    endpoints: [] as (string | null)[],
    givenUp: [] as (string | null)[],
    errors: [] as unknown[],
    /** Pages that were read. */
    reads: 0,
    listPages: async (pages: Pages | null): Promise<PublicPage[] | null> =>
      pages &&
      Object.entries(pages).map(([source, { version, ...page }]) => ({
        source,
        version: version ?? JSON.stringify(page),
        read: async (): Promise<PageText> => {
          bench.reads++
          return page
        },
      })),
    async createReplica(): Promise<Replica> {
      const replica = { store: await open(), pages: null as Pages | null, isOut: false }
      const { store: own } = replica
      const note = createNoteChanges({
        store: own,
        listPages: async () =>
          bench.listPages(replica.isOut ? null : (replica.pages ?? bench.pages)),
        isMoved: async (source) => bench.moved.has(source),
        now: () => bench.now,
        onError: (error) => bench.errors.push(error),
      })
      const sending = {
        store: own,
        siteUrl,
        now: () => bench.now,
        onGivenUp: (_: unknown, reason: string | null) => bench.givenUp.push(reason),
        async deliver({ source, target, endpoint }: Delivery): Promise<Delivered> {
          bench.sent.push(`${source.slice(siteUrl.length)} ${new URL(target).hostname}`)
          bench.endpoints.push(endpoint)
          return bench.answer
        },
      }
      const look = async (): Promise<void> => {
        await note()
        await sendDue(sending, new AbortController().signal)
      }
      return Object.assign(replica, { look })
    },
    /** Every 30 s, as a site does. */
    async run(replicas: { look(): Promise<void> }[], seconds: number) {
      for (const end = bench.now.getTime() + seconds * 1000; bench.now.getTime() < end; ) {
        await Promise.all(replicas.map(({ look }) => look()))
        bench.now = later(30, bench.now)
      }
    },
    take: () => bench.sent.splice(0).sort(),
  }
  return bench
}

const page = (words: string, ...links: string[]): PageText => ({ words, links })

test('a first start with hundreds of old posts sends nothing, and then each change once', async () => {
  const bench = await createBench()
  for (let at = 0; at < 250; at++) bench.pages[`/old/${at}`] = page(`${at}`, one)
  const replicas = [
    await bench.createReplica(),
    await bench.createReplica(),
    await bench.createReplica(),
  ]
  await bench.run(replicas, 120)
  expect(bench.take()).toEqual([])
  bench.pages['/new'] = page('new', one, two)
  bench.pages['/old/3'] = page('changed', one)
  await bench.run(replicas, 600)
  expect(bench.take()).toEqual(['/new one.example', '/new two.example', '/old/3 one.example'])
})

test('update: the old and the new targets; delete: all of them, when the page has been gone for a while', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  bench.pages['/post'] = page('a', one)
  await bench.run([site], 600)
  expect(bench.take()).toEqual(['/post one.example'])
  bench.pages['/post'] = page('a', two)
  await bench.run([site], 600)
  expect(bench.take()).toEqual(['/post one.example', '/post two.example'])
  const { '/post': post, ...rest } = bench.pages
  bench.pages = rest
  await bench.run([site], 300)
  if (post) bench.pages = { '/post': post }
  await bench.run([site], 1200)
  expect(bench.take()).toEqual([])
  bench.pages = {}
  await bench.run([site], 1200)
  // What was told that the link is gone isn't told again that the page is.
  expect(bench.take()).toEqual(['/post two.example'])
})

test('a page that has moved, and what isn’t known at the moment, were not removed', async () => {
  const bench = await createBench()
  const site = await bench.createReplica()
  await bench.run([site], 60)
  bench.pages = { '/a': page('a', one), '/b': page('b', two) }
  await bench.run([site], 600)
  bench.take()
  site.isOut = true
  await bench.run([site], 1200)
  site.isOut = false
  bench.moved.add('/a')
  bench.pages = { '/b': page('b', two) }
  await bench.run([site], 1200)
  expect(bench.take()).toEqual([])
})

test('what another version of the site renders otherwise is no change', async () => {
  const bench = await createBench()
  bench.pages = { '/a': { ...page('It’s “so” – he said', one), version: '1' } }
  const site = await bench.createReplica()
  await bench.run([site], 600)
  bench.pages = { '/a': { ...page('It\'s "so" - he\n said', one), version: '2' } }
  await bench.run([site], 600)
  expect(bench.take()).toEqual([])
  const { reads } = bench
  await bench.run([site], 600)
  expect(bench.reads).toBe(reads)
  bench.pages = { '/a': { ...page('It’s “so” – she said', one), version: '3' } }
  await bench.run([site], 600)
  expect(bench.take()).toEqual(['/a one.example'])
})

test('a replica that shows a change later than the others tells nothing old', async () => {
  const bench = await createBench()
  bench.pages = { '/a': page('old', one) }
  const [first, second] = [await bench.createReplica(), await bench.createReplica()]
  await bench.run([first, second], 600)
  second.pages = bench.pages
  bench.pages = { '/a': page('new', one) }
  await bench.run([first, second], 240)
  second.pages = null
  await bench.run([first, second], 1200)
  expect(bench.take()).toEqual(['/a one.example'])
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

test('the plan says what would be sent, and sends nothing', async () => {
  const bench = await createBench()
  const plan = async () => listPlanned((await bench.listPages(bench.pages)) ?? [], bench.store)
  bench.pages = { '/a': page('a', one), '/b': page('b', one) }
  expect(await plan()).toBeNull()
  const site = await bench.createReplica()
  await bench.run([site], 600)
  expect(await plan()).toEqual([])
  bench.pages = { '/a': page('aa', one, two), '/c': page('c', one) }
  expect(await plan()).toEqual([
    { source: '/a', target: two, why: 'new' },
    { source: '/a', target: one, why: 'changed' },
    { source: '/c', target: one, why: 'new' },
    { source: '/b', target: one, why: 'removed' },
  ])
  expect(bench.take()).toEqual([])
})

test('links are those to pages of other sites, each once, as they are written', () => {
  const html = `<a href="https://one.example">1</a><a href="https://one.example/#top">again</a>
    <a href="https://our.example/x">own</a><a href="/y">own</a><a href="mailto:a@b.example">m</a>
    <a href=" HTTPS://two.example/?a=1&amp;b=2 ">2</a><img src="https://three.example/x.png"><a>no</a>
    <!-- <a href="https://four.example">x</a> --><a href="https://">no</a><a href="//five.example/">no scheme</a>`
  expect(listLinks(html, siteUrl, ['https://six.example/'])).toEqual([
    'https://six.example/',
    'https://one.example',
    'HTTPS://two.example/?a=1&b=2',
  ])
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
