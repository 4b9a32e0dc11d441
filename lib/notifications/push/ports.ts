import type { Fact } from '../facts/fact-kinds.ts'
import type { PushSubscription } from './subscription.ts'
import type { PushKeys } from './vapid.ts'

/** What a visitor waits for: the end of the print that runs, or the start of the next one. */
export type Wish = 'end' | 'start'

/** What visitors are told, once for all of them. */
export interface PushFact extends Fact {
  id: number
  /** The same at every try. */
  messageId: string
  createdAt: Date
  expiresAt: Date
}

/** A visitor's message that is due, leased by this process. */
export interface DuePush extends PushSubscription {
  id: number
  wish: Wish
  tries: number
  fact: PushFact
}

export interface PushStore {
  /**
   * Made at the first call, once for all processes: with other keys all subscriptions would be lost.
   * @throws DomainError `push-unavailable` where the private one can't be decrypted
   */
  getPushKeys(): Promise<PushKeys>
  /** Makes others, and deletes the visitors' subscriptions, which take messages of the former alone. */
  replacePushKeys(): Promise<void>
  /**
   * One subscription per browser and printer: a new one replaces the old one.
   * Where there are too many, the oldest one of the network with most of them is forgotten.
   * @param network a number that few networks share; 0 where it is unknown
   * @returns what it waits for: the end of the print that runs, or the start of the next one
   * @throws DomainError `busy` where there are too many, and no network has more of them; `printer-not-found`
   */
  subscribe(
    printerId: number,
    subscription: PushSubscription,
    now: Date,
    network?: number,
  ): Promise<Wish>
  /** What a browser still waits for at a printer. */
  findWish(printerId: number, endpoint: string): Promise<Wish | null>
  unsubscribe(printerId: number, endpoint: string): Promise<void>
  /**
   * What a browser waits for goes to its new subscription, at all printers.
   * @returns whether it waited: the keys of the former one have to be those that it had
   */
  renewSubscription(former: PushSubscription, renewed: PushSubscription): Promise<boolean>
  /** Whether any visitor waits for a message. */
  hasSubscriptions(): Promise<boolean>
  /** Leases messages that are due; none: none are, or other processes have them. */
  claimPushes(now: Date, options: { limit: number; leaseMs: number }): Promise<DuePush[]>
  /** Ends the leases: a subscription is forgotten, or tried again when it is due. */
  finishPushes(results: readonly { id: number; dueAt: Date | null }[]): Promise<void>
  /** Ends the leases without a try: what the fact says isn't true at the moment (`dueAt`), or will never be public (`null`). */
  finishFact(factId: number, pushIds: readonly number[], dueAt: Date | null): Promise<void>
  /** Forgets subscriptions that are too old, or whose news is no news any more. */
  prunePushes(now: Date): Promise<void>
}
