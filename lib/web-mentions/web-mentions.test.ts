import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutbound } from '#lib/outbound/outbound.ts'
import { type OpenStore, openStore } from '#lib/storage/db/open-store.ts'
import { createMentionWorker } from './mention-worker.ts'
import { createModerateMentions } from './moderate-mentions.ts'
import { readSource } from './read/read-source.ts'
import { reviveOutcome } from './read/revive-outcome.ts'
import { createReceiveMention } from './receive-mention.ts'

/* From a sender's POST to what a page shows, with real servers as sources; the receiver's cases of webmention.rocks among them. */

const siteUrl = 'https://us.example'
const target = `${siteUrl}/post`
const by = { sessionId: null }
let store: OpenStore
let dataDir: string
let server: Server
let origin: string
let page: RequestListener
let now: Date
let changes = 0

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mentions-'))
  store = await openStore({ database: { kind: 'sqlite', dataDir } })
  server = createServer((request, response) => page(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  now = new Date('2026-11-22T12:00:00Z')
  serve(reply('Hello'))
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await store.close()
  await rm(dataDir, { recursive: true })
})

const reply = (text: string) =>
  `<div class="h-entry"><a class="p-author h-card" href="/">Ann</a><a class="u-in-reply-to" href="${target}">re</a><p class="e-content">${text}</p><time class="dt-published" datetime="2026-11-20T10:00:00Z"></time></div>`
const serve = (html: string, status = 200) => {
  page = (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(html)
}

/** The parts of the site; `homeHosts` lets the source be on this machine. */
function open(homeHosts = [new URL(origin).host], mentions = store.mentions) {
  const parts = { store: mentions, now: () => now, onChanged: () => void changes++ }
  const outbound = createOutbound({ homeHosts })
  return {
    receive: createReceiveMention({
      ...parts,
      siteUrl,
      findTarget: async (path) => (path === '/post' ? path : null),
    }),
    worker: createMentionWorker({
      ...parts,
      // As between processes.
      read: async (job) =>
        reviveOutcome(JSON.parse(JSON.stringify(await readSource(outbound, job)))),
    }),
    moderate: createModerateMentions(parts),
  }
}

const list = async () => await store.mentions.listMentions({ state: null, limit: 200 })
const listShown = async () =>
  (await store.mentions.listAccepted('/post')).map(({ content }) => content?.text)
const passDays = (days: number) => {
  now = new Date(now.getTime() + days * 86_400_000 + 1)
}

describe('receiver 1: a valid webmention', () => {
  test('waits for the owner, is shown when accepted, and the next of its site at once', async () => {
    const { receive, worker, moderate } = open()
    await receive(`${origin}/1`, target)
    await worker.run()
    const [mention] = await list()
    expect(mention).toMatchObject({ state: 'pending', content: { kind: 'reply', text: 'Hello' } })
    expect(await listShown()).toEqual([])
    await moderate.setState(by, mention?.id ?? 0, 'accepted')
    expect(await listShown()).toEqual(['Hello'])
    await receive(`${origin}/2`, target)
    await worker.run()
    expect(await listShown()).toEqual(['Hello', 'Hello'])
    await moderate.setSettings(by, { acceptsKnown: false })
    await receive(`${origin}/3`, target)
    await worker.run()
    expect(await listShown()).toHaveLength(2)
  })
})

describe('receiver 2: an invalid webmention is refused with a sentence, and nothing is stored', () => {
  test.each<[string | null, string | null, RegExp]>([
    [null, target, /source is missing/],
    ['https://ann.example/', null, /target is missing/],
    ['ann', target, /source is not a URL/],
    ['ftp://ann.example/', target, /source is not a URL/],
    ['https://ann.example/', 'post', /target is not a URL/],
    ['ann', 'post', /source is not a URL/],
    [target, target, /same page/],
    [`${target}#a`, `${target}#b`, /same page/],
    ['https://ann.example/', 'https://other.example/post', /not a page of/],
    ['https://ann.example/', `${siteUrl}/missing`, /no page of this site/],
    ['https://ann.example/', `${siteUrl}/%ff`, /percent-encoding/],
    [`https://ann.example/${'x'.repeat(3000)}`, target, /source is not a URL/],
    ['https://ann:secret@ann.example/', target, /source has a user name/],
    [`${target}`, 'https://us.example./post', /same page/],
  ])('%s to %s', async (source, to, sentence) => {
    const { receive } = open()
    await expect(receive(source, to)).rejects.toMatchObject({
      code: 'invalid-mention',
      message: expect.stringMatching(sentence),
    })
    expect(await list()).toEqual([])
  })
})

describe('an accepted webmention', () => {
  async function accept() {
    const parts = open()
    await parts.receive(`${origin}/1`, target)
    await parts.worker.run()
    const [mention] = await list()
    await parts.moderate.setState(by, mention?.id ?? 0, 'accepted')
    return parts
  }

  test('follows an update that is sent, and is no second one', async () => {
    const { receive, worker } = await accept()
    serve(reply('Changed'))
    await receive(`${origin}/1`, target)
    await worker.run()
    expect(await listShown()).toEqual(['Changed'])
  })

  test.each<[string, () => void]>([
    ['its source answers 410', () => serve('', 410)],
    ['its source answers 404', () => serve('', 404)],
    ['its source no longer links here', () => serve('<p>Hello')],
    [
      'its source says 410 in its head',
      () => serve(`<meta http-equiv="Status" content="410 Gone">${reply('Hello')}`),
    ],
  ])('is removed when %s, without being sent again, and comes back', async (_, change) => {
    const { receive, worker, moderate } = await accept()
    change()
    await worker.run()
    expect(await listShown()).toEqual(['Hello'])
    passDays(1)
    const before = changes
    await worker.run()
    expect(await listShown()).toEqual([])
    expect(changes).toBeGreaterThan(before)
    serve(reply('Back'))
    await receive(`${origin}/1`, target)
    await worker.run()
    const [mention] = await list()
    expect(mention?.state).toBe('pending')
    await moderate.setState(by, mention?.id ?? 0, 'accepted')
    expect(await listShown()).toEqual(['Back'])
  })

  test('is looked at again after a day, a week, a month, and stays while its site is down', async () => {
    const { worker } = await accept()
    let requests = 0
    page = (_, response) => {
      requests += 1
      response.writeHead(200, { 'content-type': 'text/html' }).end(reply('Hello'))
    }
    for (const days of [1, 7, 30, 30]) {
      passDays(days - 0.1)
      await worker.run()
      expect(requests).toBe(0)
      passDays(0.1)
      await worker.run()
      expect(requests).toBe(1)
      requests = 0
    }
    serve('', 503)
    for (let day = 0; day < 60; day++) {
      passDays(1)
      await worker.run()
    }
    expect(await listShown()).toEqual(['Hello'])
  })

  test('stays rejected once the owner has rejected it, whatever is sent', async () => {
    const { receive, worker, moderate } = await accept()
    const [mention] = await list()
    await moderate.setState(by, mention?.id ?? 0, 'rejected')
    await receive(`${origin}/1`, target)
    await worker.run()
    expect(await list()).toMatchObject([{ state: 'rejected' }])
  })

  test('a blocked domain sends nothing more', async () => {
    const { receive, moderate } = await accept()
    await moderate.block(by, 'Spam.example')
    await expect(receive('https://a.spam.example/1', target)).rejects.toThrow(
      'takes no webmentions',
    )
    await expect(receive('https://spam.example./1', target)).rejects.toThrow('takes no webmentions')
    await expect(moderate.block(by, 'no domain')).rejects.toThrow('neither a domain')
    expect(await moderate.unblock(by, 'spam.example')).toBe('spam.example')
  })
})

test('a source that is down is tried again, then given up', async () => {
  const { receive, worker } = open()
  serve('', 500)
  await receive(`${origin}/1`, target)
  await worker.run()
  expect(await list()).toMatchObject([{ state: 'queued', reason: 'The source answers 500.' }])
  for (let day = 0; day < 5; day++) {
    passDays(1.1)
    await worker.run()
  }
  expect(await list()).toMatchObject([{ state: 'invalid' }])
})

test('one that the store can’t take is a failed try, and its host’s next one is read', async () => {
  const { receive } = open()
  await receive(`${origin}/1`, target)
  await receive(`${origin}/2`, target)
  const refusing: typeof store.mentions = {
    ...store.mentions,
    async finishMention(claimed, changes, at) {
      if (changes.content?.text === 'Unstorable') throw new Error('invalid\u001b[31m text')
      return await store.mentions.finishMention(claimed, changes, at)
    },
  }
  page = ({ url }, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(reply(url === '/1' ? 'Unstorable' : 'Hello'))
  const { worker } = open(undefined, refusing)
  await worker.run()
  expect((await list()).map(({ state, tries, reason }) => ({ state, tries, reason }))).toEqual([
    { state: 'pending', tries: 0, reason: null },
    { state: 'queued', tries: 1, reason: 'Error: invalid text' },
  ])
})

describe('what the reading process returns', () => {
  const content = {
    kind: 'reply',
    authorName: 'Ann',
    authorUrl: null,
    authorPhoto: null,
    url: 'https://ann.example/1',
    text: 'Hello',
    publishedAt: '2026-11-20T10:00:00.000Z',
  }
  test('is made plain and short', () => {
    const given = { ...content, text: `\u202e\u0000${'x'.repeat(9_000)}`, authorName: '\u200b' }
    const outcome = reviveOutcome({ kind: 'found', content: given })
    expect(outcome).toEqual({
      kind: 'found',
      content: {
        ...content,
        text: `${'x'.repeat(499)}…`,
        authorName: null,
        publishedAt: new Date('2026-11-20T10:00:00Z'),
      },
    })
    expect(reviveOutcome({ kind: 'failed', reason: '\u001b[31mred' })).toEqual({
      kind: 'failed',
      reason: 'red',
    })
  })
  test.each([
    ['an address with a script', { url: 'javascript:alert(1)' }],
    ['an author’s address with a script', { authorUrl: 'javascript:alert(1)' }],
    ['a photo in the page itself', { authorPhoto: 'data:image/png;base64,AA==' }],
    ['an unknown kind', { kind: 'bomb' }],
    ['a text that is none', { text: { toString: 'x' } }],
    ['a day that is none', { publishedAt: 'tomorrow' }],
  ])('is refused with %s', (_, wrong) => {
    const answer = { kind: 'found', content: { ...content, ...wrong } }
    expect(() => reviveOutcome(answer)).toThrow()
  })
})

test('a source inside the network is refused, and the sender learns why', async () => {
  const { receive, worker } = open([])
  await receive(`${origin}/1`, target)
  await worker.run()
  expect(await list()).toMatchObject([
    { state: 'invalid', reason: expect.stringContaining('not a public address') },
  ])
})
