import { expect, test } from 'vitest'
import { channelKinds } from './channels/list.ts'
import { type Channel, offByOwner } from './ports.ts'
import { findTrouble, serializeChannel } from './serialize-channels.ts'

const since = new Date('2026-11-22T14:30:00Z')
const secret = 'a-secret-that-nobody-sees'
const channel: Channel = {
  id: 1,
  kind: 'ntfy',
  name: 'My phone',
  settings: { url: 'https://ntfy.sh', topic: 'printer', home: false },
  secrets: { token: secret },
  facts: null,
  printers: null,
  quietHours: null,
  createdAt: since,
  failingSince: null,
  off: null,
}

test.each(channelKinds.map(({ kind }) => kind))('%s: no response has a secret', (kind) => {
  const secrets = { token: secret, secret, previous: { secret, until: since.toISOString() } }
  const sent = serializeChannel({ ...channel, kind, secrets }, null, null)
  expect(JSON.stringify(sent)).not.toContain(secret)
  const settings = { url: `https://me:${secret}@example.org/`, home: true }
  expect(serializeChannel({ ...channel, kind, settings }, null, null).values).toEqual({
    url: 'https://***@example.org/',
    home: true,
  })
  expect(sent.secrets).toEqual(['token', 'secret', 'previous'])
  expect(serializeChannel({ ...channel, secrets: { token: null } }, null, null).secrets).toEqual([])
})

test('what needs the owner: a receiver that fails or is gone, and what was given up', () => {
  const none = { waiting: 3, held: 1, givenUp: 0, deliveredAt: since }
  expect(findTrouble(channel, null)).toBeNull()
  expect(findTrouble(channel, none)).toBeNull()
  expect(findTrouble({ ...channel, off: { since, reason: offByOwner } }, none)).toBeNull()
  expect(findTrouble({ ...channel, failingSince: since }, none)).toMatchObject({
    failing_since: since.toISOString(),
  })
  const off = { since, reason: 'The receiver answered 410.' }
  expect(findTrouble({ ...channel, failingSince: since, off }, none)).toMatchObject({
    failing_since: null,
    off_reason: off.reason,
  })
  expect(findTrouble(channel, { ...none, givenUp: 2 })).toMatchObject({ given_up: 2 })
})
