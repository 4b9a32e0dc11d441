import { isDeepStrictEqual } from 'node:util'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { push } from '../channels/push.ts'
import type { Author } from '../manage-channels.ts'
import { type Channel, type ChannelStore, offByOwner } from '../ports.ts'
import type { PushSubscription } from './subscription.ts'
import type { Vapid } from './vapid.ts'

/** A browser that was set up anew is another one. */
const maxDevices = 20

type DeviceStore = Pick<ChannelStore, 'listChannels' | 'insertChannel' | 'updateChannel'>

/**
 * Adds a browser of the owner's as a channel, or turns it on again: the same one is never there twice, nor is one of the same name
 * whose subscription has ended. What else is done with it is done with any channel.
 * @throws DomainError `invalid-fields` where there are too many
 */
export async function addDevice(
  store: DeviceStore,
  by: Author,
  { name, subscription, vapid }: { name: string; subscription: PushSubscription; vapid: Vapid },
  at: Date,
): Promise<Channel> {
  const details = { kind: push.kind, name }
  const entry = (action: string): NewLogEntry => ({ at, action, details, sessionId: by.sessionId })
  const secrets = { ...subscription, vapid }
  const devices = (await store.listChannels()).filter(({ kind }) => kind === push.kind)
  const known =
    devices.find((each) => each.secrets.endpoint === subscription.endpoint) ??
    devices.find((each) => each.name === name && hasEnded(each))
  if (known !== undefined) {
    if (known.off === null && isDeepStrictEqual(known.secrets, secrets)) return known
    return await store.updateChannel(known.id, { secrets, off: null }, entry('channel-changed'))
  }
  if (devices.length >= maxDevices)
    throw new DomainError(
      'invalid-fields',
      `There are ${maxDevices} devices already. Remove one that you don’t use any more.`,
    )
  const all = { facts: null, printers: null, quietHours: null }
  return await store.insertChannel(
    { ...details, settings: {}, secrets, createdAt: at, ...all },
    entry('channel-added'),
  )
}

const hasEnded = ({ off }: Channel) => off !== null && off.reason !== offByOwner

/**
 * A browser has another subscription now, as its service worker says. Whether the channel is on stays as it is.
 * @param former the endpoint that it had
 * @throws DomainError `not-found`
 */
export async function renewDevice(
  store: DeviceStore,
  by: Author,
  { former, subscription, vapid }: { former: string; subscription: PushSubscription; vapid: Vapid },
  at: Date,
): Promise<Channel> {
  const isFormer = ({ kind, secrets }: Channel) => kind === push.kind && secrets.endpoint === former
  const known = (await store.listChannels()).find(isFormer)
  if (known === undefined)
    throw new DomainError('not-found', 'There is no such device. Add it on its own page.')
  const { id, name } = known
  const details = { kind: push.kind, name }
  const entry = { at, action: 'channel-changed', details, sessionId: by.sessionId }
  return await store.updateChannel(id, { secrets: { ...subscription, vapid } }, entry)
}
