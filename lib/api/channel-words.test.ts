import { expect, test } from 'vitest'
import type { ApiChannelField } from './admin-notifications.ts'
import {
  describeDelivery,
  describeFacts,
  describePrinters,
  describeQuietHours,
  fromChannelForm,
  toChannelForm,
} from './channel-words.ts'

const known = {
  facts: [
    { kind: 'started', label: 'a print has started', is_optional: false },
    { kind: 'failed', label: 'a print has failed', is_optional: false },
    { kind: 'storage', label: 'the disk is nearly full', is_optional: false },
  ],
  printers: [
    { id: 1, label: 'Maker Select' },
    { id: 2, label: 'Garage' },
  ],
}

test.each([
  [null, 'Everything'],
  [['started', 'failed', 'storage'], 'Everything'],
  [['failed', 'storage'], 'Everything except: a print has started'],
  [['failed'], 'A print has failed'],
])('the facts %j in words', (facts, words) => {
  expect(describeFacts({ facts }, known)).toBe(words)
})

test('what is optional is told only where it is chosen', () => {
  const half = { kind: 'half', label: 'half of a print is done', is_optional: true }
  const all = { ...known, facts: [...known.facts, half] }
  expect(describeFacts({ facts: null }, all)).toBe('Everything except: half of a print is done')
  const form = toChannelForm(null, kind, all)
  expect(form['facts/half']).toBe(false)
  expect(fromChannelForm(form, kind, all)).toMatchObject({ facts: null })
  expect(fromChannelForm({ ...form, 'facts/half': true }, kind, all)).toMatchObject({
    facts: ['started', 'failed', 'storage', 'half'],
  })
})

test('printers, quiet hours and messages in words', () => {
  expect(describePrinters({ printers: null }, known)).toBe('All printers')
  expect(describePrinters({ printers: [2, 7] }, known)).toBe('Garage')
  expect(describePrinters({ printers: [] }, known)).toBe('No printer, only the site')
  const berlin = { timeZone: 'Europe/Berlin' }
  expect(describeQuietHours('22:00-07:00', { ...berlin, hourFormat: 24 })).toBe(
    '22:00 to 07:00, Europe/Berlin',
  )
  expect(describeQuietHours('22:00-07:00', { ...berlin, hourFormat: 12 })).toMatch(
    /^10:00\spm to 7:00\sam/,
  )
  const about = (kind: string, printer_id: number | null, print: number | null) =>
    describeDelivery({ kind, printer_id, print }, known)
  expect(about('failed', 2, 12)).toBe('A print has failed: Garage, print 12')
  expect(about('failed', 7, 1)).toBe('A print has failed: a printer that was removed, print 1')
  expect(about('storage', null, null)).toBe('The disk is nearly full')
  expect(about('digest', null, null)).toBe('A digest')
})

const field = (changes: Partial<ApiChannelField>): ApiChannelField => ({
  name: 'topic',
  label: 'Topic',
  hint: null,
  type: 'text',
  is_required: false,
  is_secret: false,
  default: null,
  example: null,
  options: [],
  minimum: null,
  maximum: null,
  max_length: null,
  ...changes,
})
const kind = {
  fields: [
    field({}),
    field({ name: 'port', type: 'number', default: '587' }),
    field({ name: 'home', type: 'checkbox', default: false }),
    field({ name: 'token', type: 'password', is_secret: true }),
  ],
}
const channel = {
  name: 'My phone',
  values: { topic: 'printer', home: true },
  facts: ['failed'],
  printers: null,
  quiet_hours: '22:00-07:00',
}

test('the form shows a channel as it is, or the defaults', () => {
  expect(toChannelForm(null, kind, known)).toMatchObject({
    ...{ name: '', 'values/topic': '', 'values/port': '587', 'values/home': false },
    ...{ 'facts/started': true, 'printers/2': true, quiet_hours: '', quiet_until: '' },
  })
  expect(toChannelForm(channel, kind, known)).toMatchObject({
    ...{ name: 'My phone', 'values/topic': 'printer', 'values/home': true, 'values/token': '' },
    ...{ 'facts/started': false, 'facts/failed': true, quiet_hours: '22:00' },
  })
})

test('what wasn’t changed is sent as it is, and a secret only where one was typed', () => {
  const form = toChannelForm(channel, kind, known)
  const { name, facts, printers, quiet_hours } = channel
  const values = { topic: 'printer', port: 587, home: true }
  expect(fromChannelForm(form, kind, known)).toEqual({
    ...{ name, facts, printers, quiet_hours, values },
  })
  const typed = { ...form, 'values/topic': '', 'values/token': 'tk_1', 'facts/started': true }
  expect(fromChannelForm(typed, kind, known)).toMatchObject({
    values: { topic: null, token: 'tk_1' },
    facts: ['started', 'failed'],
  })
  expect(fromChannelForm({ ...form, 'forget/token': true }, kind, known)).toMatchObject({
    values: { token: null },
  })
  const all = { 'facts/started': true, 'facts/storage': true, quiet_hours: '' }
  expect(fromChannelForm({ ...form, ...all }, kind, known)).toMatchObject({
    facts: null,
    quiet_hours: '-07:00',
  })
  expect(fromChannelForm({ ...form, ...all, quiet_until: '' }, kind, known)).toMatchObject({
    quiet_hours: null,
  })
  expect(fromChannelForm({ ...form, 'printers/1': false }, kind, known)).toMatchObject({
    printers: [2],
  })
})
