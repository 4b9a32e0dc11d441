import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { Fact, FactKind } from './facts/fact-kinds.ts'
import type { PushStore } from './push/ports.ts'

/*
 * The ports that a store implements, as in `lib/printers/ports.ts`: absent is `null`, an outage throws. Any number of processes may
 * call them at the same time.
 */

export interface Channel {
  id: number
  /** Of `channels/list.ts`. */
  kind: string
  /** The owner's. */
  name: string
  settings: Readonly<Record<string, unknown>>
  /** Never logged, never shown. */
  secrets: Readonly<Record<string, unknown>>
  /** `null`: all that aren't optional, also those of later versions. */
  facts: readonly FactKind[] | null
  /** `null`: all of them; what is about the site is always sent. */
  printers: readonly number[] | null
  /** "22:00-07:00" in the site's time zone. */
  quietHours: string | null
  createdAt: Date
  /** The first failure since the last success. */
  failingSince: Date | null
  /** It gets no messages: its receiver has said that it is gone, or the owner has turned it off. */
  off: { since: Date; reason: string; hasUnreadableSecrets?: boolean } | null
}

export type ChannelWithoutSecrets = Omit<Channel, 'settings' | 'secrets'>

export type NewChannel = Pick<
  Channel,
  'kind' | 'name' | 'settings' | 'secrets' | 'facts' | 'printers' | 'quietHours' | 'createdAt'
>

export type ChannelChanges = Partial<
  Pick<Channel, 'name' | 'settings' | 'secrets' | 'facts' | 'printers' | 'quietHours' | 'off'>
>

/** What a channel has in the log. */
export interface ChannelSummary {
  waiting: number
  held: number
  givenUp: number
  /** `null`: not in the days that the log has. */
  deliveredAt: Date | null
}

/** How the secrets are in the database. */
export interface SecretsState {
  /** Names of the channels whose secrets no key of the site decrypts. They are off, and nothing of them is changed. */
  unreadable: string[]
  isPushKeyUnreadable: boolean
  /** Why the file of the site's keys can't be used. */
  problem: string | null
  /** Whether secrets are readable in the database, because the site has no key. */
  isPlain: boolean
}

export interface SecretsStore {
  inspectSecrets(): Promise<SecretsState>
  /** Encrypts what is readable or was encrypted with a former key. */
  sealSecrets(): Promise<SecretsState>
}

export interface ChannelStore {
  listChannels(): Promise<Channel[]>
  insertChannel(channel: NewChannel, entry: NewLogEntry): Promise<Channel>
  /** @throws DomainError `not-found` */
  updateChannel(id: number, changes: ChannelChanges, entry?: NewLogEntry): Promise<Channel>
  /** Deletes it with all of its messages. @throws DomainError `not-found` */
  deleteChannel(id: number, entry: NewLogEntry): Promise<void>
}

/** The reason of a channel that the owner has turned off. */
export const offByOwner = 'You turned it off.'

/** Of what can still be sent, or sent again. */
export const retryableStates = ['waiting', 'held', 'given-up', 'dropped', 'expired'] as const
/** Of what can be dropped: the last one is no concern any more then. */
export const droppableStates = ['waiting', 'held', 'given-up'] as const

/**
 * `waiting` to be sent, `held` for a digest; then `delivered`, `listed` in a digest, `expired` because it was no news any more,
 * `given-up` after the last try, or `dropped` by the owner, or because its print is gone.
 */
export const deliveryStates = [
  'waiting',
  'held',
  'delivered',
  'listed',
  'expired',
  'given-up',
  'dropped',
] as const

export type DeliveryState = (typeof deliveryStates)[number]

/** One message of one channel. */
export interface Delivery extends Omit<Fact, 'kind'> {
  id: number
  channelId: number
  /** The same at every try. */
  messageId: string
  kind: FactKind | 'digest'
  createdAt: Date
  /** When it is no news any more; `null`: never. */
  expiresAt: Date | null
  state: DeliveryState
  dueAt: Date
  tries: number
  lastTriedAt: Date | null
  /** The receiver's, or why there is none. */
  lastAnswer: string | null
}

/** What became of a try. Only `delivered`, `given-up` and `dropped` are final. */
export interface TryResult {
  state: 'waiting' | 'delivered' | 'given-up' | 'dropped'
  /** With `waiting`. */
  dueAt?: Date
  /** The news begins anew: what it says isn't true at the moment. Such a try isn't counted. */
  isPostponed?: boolean
  answer: string | null
  at: Date
}

export interface OutboxStore {
  /** Writes the messages of those channels that want these facts. A subject that a channel has already is ignored. */
  insertFacts(facts: readonly Fact[], now: Date): Promise<void>
  /** Channels that have something to send, or to list. */
  listDueChannels(now: Date): Promise<number[]>
  /** In quiet hours: all that is due waits until then. What was tried keeps its message, the rest is for a digest. */
  holdAll(channelId: number, now: Date, until: Date): Promise<void>
  /** Takes what is no news any more out of the queue, and makes a digest of what is held, unless the last one is still waiting. */
  prepare(channelId: number, now: Date): Promise<void>
  /** Leases the next message that is due; `null`: none, or other processes have them. */
  claim(channelId: number, now: Date, leaseMs: number): Promise<Delivery | null>
  /** Ends the lease, unless another process has it by now. */
  finish(delivery: Delivery, result: TryResult): Promise<void>
  /** The messages that a digest lists, oldest first. */
  listDigest(digestId: number): Promise<Delivery[]>
}

export interface DeliveryLogStore {
  /** Newest first. `limit` 1-200; `before` is a delivery's id. */
  listDeliveries(query: {
    channelId: number | null
    state: DeliveryState | null
    before?: number | null
    limit: number
  }): Promise<Delivery[]>
  /** By channel; without those that have nothing in the log. */
  summarizeDeliveries(): Promise<Map<number, ChannelSummary>>
  /** Sends it now, and again if it was given up. @throws DomainError `not-found` for one that is delivered, or isn't there */
  retry(id: number, now: Date, entry: NewLogEntry): Promise<void>
  /** @throws DomainError `not-found` for one that is neither in the queue nor given up */
  drop(id: number, entry: NewLogEntry): Promise<void>
  /** Deletes what was final before. */
  pruneDeliveries(before: Date): Promise<void>
}

export interface NotificationStore
  extends SecretsStore,
    ChannelStore,
    OutboxStore,
    DeliveryLogStore,
    PushStore {}
