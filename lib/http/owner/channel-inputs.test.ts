import { expect, test } from 'vitest'
import { channelChangesInput, newChannelInput, parseDeliveriesQuery } from './channel-inputs.ts'

const given = { kind: 'ntfy', name: ' My phone ', values: { topic: 'printer', home: false } }

test('a new channel, with what it wants to know', () => {
  expect(newChannelInput.parse(given)).toEqual({ ...given, name: 'My phone', choices: {} })
  const choices = { facts: ['failed'], printers: null, quiet_hours: '22:00-07:00' }
  expect(newChannelInput.parse({ ...given, ...choices }).choices).toEqual({
    facts: ['failed'],
    printers: null,
    quietHours: '22:00-07:00',
  })
})

test.each([
  [{ ...given, name: ' ' }, 'name'],
  [{ ...given, kind: 5 }, 'kind'],
  [{ ...given, values: { topic: ['a'] } }, 'values'],
  [{ ...given, facts: ['done'] }, 'facts'],
  [{ ...given, printers: [0] }, 'printers'],
  [{ ...given, quiet_hours: 22 }, 'quiet_hours'],
])('%j is rejected at %s', (input, field) => {
  const { error } = newChannelInput.safeParse(input)
  expect(error?.issues[0]?.path[0]).toBe(field)
})

test('a change is of the settings, or turns the channel on or off', () => {
  expect(channelChangesInput.parse({ is_on: false })).toEqual({ isOn: false, changes: {} })
  expect(channelChangesInput.parse({ facts: null, values: { topic: 'a' } })).toEqual({
    isOn: null,
    changes: { facts: null, values: { topic: 'a' } },
  })
  for (const input of [{}, { is_on: true, name: 'Phone' }, { name: '' }])
    expect(channelChangesInput.safeParse(input).success).toBe(false)
})

test('the part of the log that an address names', () => {
  const parse = (query: string) => parseDeliveriesQuery(new URLSearchParams(query))
  expect(parse('')).toEqual({ channel: null, state: null, before: null })
  expect(parse('channel=2&state=given-up&before=17')).toEqual({
    ...{ channel: 2, state: 'given-up', before: 17 },
  })
  expect(parse('channel=&state=')).toEqual({ channel: null, state: null, before: null })
  for (const query of ['channel=x', 'state=lost', 'before=-1', 'before=0'])
    expect(() => parse(query)).toThrow(/^"\w+" must be .+\.$/)
})
