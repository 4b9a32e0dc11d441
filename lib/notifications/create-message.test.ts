import { describe, expect, test } from 'vitest'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { newApiPrinter } from '#lib/printers/printer.fixture.ts'
import { getDefaultSite } from '#lib/site/site.ts'
import { createMessage, type MessageSources } from './create-message.ts'
import { type FactKind, factKindNames } from './facts/fact-kinds.ts'
import type { Message } from './message.ts'
import type { Delivery } from './ports.ts'

const at = new Date('2026-11-22T14:20:00Z')
const snapshot = {
  captured_at: '2026-11-22T14:19:00Z',
  received_at: '2026-11-22T14:19:05Z',
  width: 1280,
  height: 720,
  alt: 'A gear',
  placeholder: '',
  sources: [{ type: 'image/jpeg' as const, width: 640, url: 'https://example.org/640.jpg' }],
}
const printer = { ...newApiPrinter, state: 'printing' as const, snapshot }
const print: ApiPrint = {
  number: 12,
  printer: 1,
  url: 'https://example.org/printers/1/prints/12',
  name: 'dual_rail.gcode',
  title: null,
  note: null,
  outcome: 'finished',
  started: { not_before: '2026-11-22T11:00:00Z', not_after: '2026-11-22T11:10:00Z' },
  ended: { not_before: '2026-11-22T14:10:00Z', not_after: '2026-11-22T14:20:00Z' },
  duration_seconds: { at_least: 10_800, at_most: 12_000 },
  progress: 100,
  last_seen_at: '2026-11-22T14:10:00Z',
  max_temperatures: null,
  filament: null,
  published_at: null,
  picture: snapshot,
}
const running: ApiPrint = { ...print, outcome: 'running', ended: null, progress: 42.7 }

const ofSite: readonly FactKind[] = ['storage', 'content']
const ofPrinter: readonly FactKind[] = ['error', 'late', 'silent', 'back', 'refused']
const details: Partial<Record<FactKind, string>> = {
  late: '2026-11-22T13:00:00Z',
  silent: '2026-11-21T13:00:00Z',
  refused: 'The token is wrong.',
  storage: '150000000',
  content: 'blog/a.md:3: it has no title',
}

function makeDelivery(kind: Delivery['kind'], changes: Partial<Delivery> = {}): Delivery {
  const isOfSite = kind === 'digest' || ofSite.includes(kind)
  return {
    id: 1,
    channelId: 1,
    messageId: 'msg_1',
    subject: 'x',
    kind,
    printerId: isOfSite ? null : 1,
    print: isOfSite || ofPrinter.includes(kind) ? null : 12,
    detail: kind === 'digest' ? null : (details[kind] ?? null),
    happenedAt: at,
    createdAt: at,
    expiresAt: null,
    state: 'waiting',
    dueAt: at,
    tries: 0,
    lastTriedAt: null,
    lastAnswer: null,
    ...changes,
  }
}

const create = (delivery: Delivery, changes: Partial<MessageSources> = {}) =>
  createMessage(delivery, {
    getPrinter: async () => printer,
    getPrint: async () => print,
    outbox: { listDigest: async () => [] },
    siteUrl: 'https://example.org',
    getSite: () => getDefaultSite('example.org'),
    ...changes,
  })

async function createSent(...given: Parameters<typeof create>): Promise<Message> {
  const message = await create(...given)
  if (!('id' in message)) throw new Error(message.reason)
  return { ...message, text: message.text.replaceAll('\u00a0', ' ') }
}

describe('each fact has a title and sentences', () => {
  const ends = { finished: 'finished', failed: 'failed', cancelled: 'cancelled', ended: 'unknown' }
  test.each(factKindNames)('%s', async (kind) => {
    const outcome = new Map(Object.entries(ends)).get(kind)
    const known = outcome === undefined ? running : { ...print, outcome: outcome as 'failed' }
    const state = kind === 'paused' || kind === 'error' ? kind : 'printing'
    const message = await createSent(makeDelivery(kind), {
      getPrint: async () => known,
      getPrinter: async () => ({ ...printer, state }),
    })
    expect(message.type).toMatch(new RegExp(`^(print|printer|site)\\.${kind}$`))
    expect(message.title).toMatch(/Maker Select|dual rail|example\.org/)
    expect(message.text).not.toBe('')
    expect(JSON.stringify(message)).not.toMatch(/undefined|NaN|Invalid/)
    expect(message.url).toMatch(/^https:\/\/example\.org\//)
  })
})

test('a finished print is described with its times, its picture and its page', async () => {
  expect(await createSent(makeDelivery('finished'))).toMatchObject({
    title: 'Maker Select has finished dual rail',
    text: 'Finished between 14:10 and 14:20 UTC, Sun 22 Nov 2026. Started between 11:00 and 11:10 UTC. Took between 3 h and 3 h 20 min.',
    url: print.url,
    picture: { url: 'https://example.org/640.jpg', alt: 'A gear' },
  })
})

test('an outcome that was corrected before it was sent is told as corrected', async () => {
  const getPrint = async () => ({ ...print, outcome: 'failed' as const })
  expect(await createSent(makeDelivery('cancelled'), { getPrint })).toMatchObject({
    type: 'print.failed',
    title: 'dual rail has failed on Maker Select',
    priority: 5,
  })
})

const unsent: [string, Delivery['kind'], Partial<MessageSources>, boolean][] = [
  ['a start after which the print is over', 'started', {}, false],
  ['an end of a print that still runs', 'finished', { getPrint: async () => running }, true],
  ['a print that was purged', 'finished', { getPrint: async () => null }, false],
  ['an error that is over', 'error', {}, false],
  ['a printer that was removed', 'silent', { getPrinter: async () => null }, false],
  ['a pause that is over', 'paused', { getPrint: async () => running }, false],
  ['a digest of nothing', 'digest', {}, false],
]

test.each(unsent)('%s is not sent', async (_, kind, sources, isLater) => {
  expect(await create(makeDelivery(kind), sources)).toMatchObject({ isLater })
})

test('a digest has a line for each message, and the messages with their own ids', async () => {
  const listed = [
    makeDelivery('finished', { messageId: 'msg_2' }),
    makeDelivery('content', { messageId: 'msg_3' }),
    makeDelivery('started', { messageId: 'msg_4' }),
  ]
  const outbox = { listDigest: async () => listed }
  const digest = await createSent(makeDelivery('digest'), { outbox })
  expect(digest.title).toBe('2 messages of example.org')
  expect(digest.text.split('\n')).toEqual([
    expect.stringMatching(/^Maker Select has finished dual rail\. Finished between/),
    expect.stringMatching(/^A file of example\.org has an error\. It is left out/),
  ])
  expect(digest.messages.map(({ id }) => id)).toEqual(['msg_2', 'msg_3'])
})
