import { expect, test } from 'vitest'
import { newManagedPrinter, newOverview, now } from './admin.fixture.ts'
import { listConcerns } from './admin-concerns.ts'
import type { ApiChannelTrouble } from './admin-notifications.ts'
import type { ApiOverview } from './admin-overview.ts'
import type { ApiManagedPrinter } from './admin-printers.ts'

const nowMs = now.getTime()
const ago = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString()
const day = 86_400
const texts = (changes: Partial<ApiOverview>) =>
  listConcerns({ ...newOverview, ...changes }, nowMs).map(({ text }) => text)
const ofPrinter = (changes: Partial<ApiManagedPrinter>) =>
  texts({ printers: [{ ...newManagedPrinter, ...changes }] })

test('a site that is well needs nothing', () => {
  expect(texts({})).toEqual([])
})

test('a site without printers, and a printer without reports, lead to the first steps', () => {
  const { printers } = newOverview
  expect(listConcerns({ ...newOverview, printers: [] }, nowMs)).toEqual([
    { text: 'There is no printer yet.', href: '/admin/start' },
  ])
  expect(ofPrinter({ last_received_at: null })).toEqual(['“Maker Select” has not reported yet.'])
  expect(printers).toHaveLength(1)
})

test('mentions that wait are counted', () => {
  expect(texts({ waiting_mentions: 1 })).toEqual(['1 mention waits for you.'])
  expect(texts({ waiting_mentions: 3 })).toEqual(['3 mentions wait for you.'])
})

test('a printer is silent after three intervals, and not before', () => {
  expect(ofPrinter({ last_received_at: ago(1799) })).toEqual([])
  expect(ofPrinter({ last_received_at: ago(5 * 3600) }).join()).toMatch(
    /is silent: nothing for 5\sh, promised every 10\sminutes\./,
  )
})

test('a refused report counts for a day, unless another one was accepted since', () => {
  const refusal = { code: 'x', reason: 'It is broken.', address: '::1', count: 1, at: ago(10) }
  const sentence = 'A report of “Maker Select” was refused: It is broken.'
  expect(ofPrinter({ refusals: [refusal] })).toEqual([sentence])
  expect(ofPrinter({ refusals: [{ ...refusal, at: ago(120) }] })).toEqual([])
  // The time of the last report has whole seconds.
  const sameSecond = { at: '2026-11-22T14:29:50.321Z' }
  const received = { last_received_at: '2026-11-22T14:29:50Z' }
  expect(ofPrinter({ ...received, refusals: [{ ...refusal, ...sameSecond }] })).toEqual([sentence])
  const old = { refusals: [{ ...refusal, at: ago(2 * day) }], last_received_at: ago(3 * day) }
  expect(ofPrinter(old)).not.toContain(sentence)
})

test('a token that reports is named a week before its end', () => {
  const [token] = newManagedPrinter.tokens
  if (token === undefined) throw new Error('the fixture has one')
  const until = (days: number, changes = {}) =>
    ofPrinter({ tokens: [{ ...token, expires_at: ago(-days * day), ...changes }] }).join()
  expect(until(8)).toBe('')
  expect(until(6)).toMatch(/“Garage” of “Maker Select” expires in 6\sdays/)
  expect(until(-1)).toContain('has expired')
  expect(until(6, { is_replaced: true })).toBe('')
  expect(until(6, { scope: 'read-private' })).toBe('')
})

test('storage that is full soon, faults of the content, an old or incomplete backup', () => {
  const storage = { ...newOverview.storage, full_at: ago(-3 * day) }
  expect(texts({ storage }).join()).toMatch(/full in about 3\sdays/)
  expect(texts({ storage: { ...storage, full_at: ago(-30 * day) } })).toEqual([])
  const fault = { file: 'site.yaml', line: 1, message: 'x' }
  expect(texts({ content: [fault, fault] })).toEqual(['The content has 2 faults.'])
  expect(texts({ content: null })).toEqual([])
  expect(texts({ backup: null })).toEqual(['No backup is known.'])
  const backup = { at: ago(9 * day), kind: 'command', lost: 2 } as const
  expect(texts({ backup }).join()).toMatch(/9\sdays old\.,The last backup lacks 2 pictures/)
})

test('a channel that fails for minutes, is off by its receiver, or has given up leads to its log', () => {
  const trouble: ApiChannelTrouble = {
    id: 2,
    name: 'My phone',
    failing_since: null,
    off_reason: null,
    given_up: 0,
  }
  const about = (changes: Partial<ApiChannelTrouble>) =>
    listConcerns({ ...newOverview, channels: [{ ...trouble, ...changes }] }, nowMs)
  expect(about({ failing_since: ago(240) })).toEqual([])
  expect(about({ failing_since: ago(7200) })[0]?.text).toMatch(
    /^Notifications to “My phone” have failed for 2\sh\.$/,
  )
  expect(about({ off_reason: 'The receiver answered 410.' })).toEqual([
    {
      text: 'Notifications to “My phone” are off: The receiver answered 410.',
      href: '/admin/notifications?channel=2#log',
    },
  ])
  expect(about({ given_up: 3 })).toEqual([
    {
      text: '“My phone” didn’t get 3 messages: given up.',
      href: '/admin/notifications?channel=2&state=given-up#log',
    },
  ])
})
