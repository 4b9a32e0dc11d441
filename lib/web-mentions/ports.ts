import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { AvatarStore } from './avatars/ports.ts'
import type { Mention, MentionContent, MentionState } from './types.ts'

export interface NewMention
  extends Pick<Mention, 'source' | 'sourceHost' | 'targetUrl' | 'target'> {
  token: string
}

export interface QueueLimits {
  /** Of one host of sources: mentions that aren't accepted. */
  perHost: number
  /** Not verified yet. */
  queued: number
  /** All that aren't accepted. */
  total: number
}

/** What a verification changes. */
export interface MentionChanges extends Pick<Mention, 'state' | 'tries' | 'checks' | 'reason'> {
  /** Absent: stays as it was. */
  content?: MentionContent
  verifiedAt?: Date
  /** `null`: never, unless it is sent again. */
  dueAt: Date | null
}

export interface MentionSettings {
  /** Mentions from hosts of which the owner has accepted one are shown at once. */
  acceptsKnown: boolean
}

/** A domain with its subdomains, or the beginning of an author's URL. */
export interface MentionBlock {
  value: string
  blockedAt: Date
}

/** By how they are called in feeds. */
export interface MentionCounts {
  likes: number
  reposts: number
  replies: number
}

/** The queue, for workers in several processes. */
export interface MentionQueue {
  /**
   * Queues a mention; one that exists is only verified again.
   * @returns its token
   * @throws DomainError `too-many-requests`, `busy`
   */
  receiveMention(mention: NewMention, limits: QueueLimits, now: Date): Promise<string>
  /** Whether one is due; a query of an index, for the look of every few seconds. */
  isMentionDue(now: Date): Promise<boolean>
  /** One that is due, of a host that no process is reading. */
  claimMention(now: Date, leaseMs: number): Promise<Mention | null>
  /**
   * Stores what a look at its source has found. Where the lease has expired, nothing. Where it was sent again since `claimed`, or the owner
   * has decided, only the lease ends, so that it is looked at again.
   * @returns whether it was stored
   */
  finishMention(claimed: Mention, changes: MentionChanges, now: Date): Promise<boolean>
  /** Whether the owner has accepted a mention of this host. */
  isKnownHost(host: string): Promise<boolean>
  getMentionSettings(): Promise<MentionSettings>
  listBlocks(): Promise<MentionBlock[]>
  /** Deletes what was invalid or removed since before `before`. */
  pruneMentions(before: Date, now: Date): Promise<void>
}

export interface MentionQuery {
  /** `null`: any. */
  state: MentionState | null
  limit: number
  before?: number | null
}

export interface MentionModeration {
  /** Newest first; with `before` those with lower ids. `limit` 1-200. */
  listMentions(query: MentionQuery): Promise<Mention[]>
  /** @throws DomainError `not-found` */
  setMentionState(id: number, state: 'accepted' | 'rejected', entry: NewLogEntry): Promise<Mention>
  /** Pending ones, counted to `limit`. */
  countWaiting(limit: number): Promise<number>
  /** @throws DomainError `not-found` */
  deleteMention(id: number, entry: NewLogEntry): Promise<void>
  /** Rejects what there is of it, too. */
  insertBlock(block: MentionBlock, entry: NewLogEntry): Promise<void>
  /** @throws DomainError `not-found` */
  deleteBlock(value: string, entry: NewLogEntry): Promise<void>
  setMentionSettings(settings: MentionSettings, entry: NewLogEntry): Promise<void>
}

export interface MentionStore extends MentionQueue, MentionModeration, AvatarStore {
  findMention(token: string): Promise<Mention | null>
  /** The accepted ones of a page with their avatars, oldest first, at most 500. */
  listAccepted(target: string): Promise<Mention[]>
  /** Of the accepted ones of these pages; pages without any are left out. One query. */
  countAccepted(targets: readonly string[]): Promise<Map<string, MentionCounts>>
}
