/** How a page refers to one of ours. */
export const mentionKinds = ['like', 'repost', 'reply', 'bookmark', 'rsvp', 'mention'] as const
export type MentionKind = (typeof mentionKinds)[number]

/**
 * `queued`: not verified yet. `pending`: waits for the owner. `rejected`: by the owner, and stays so whatever the source sends.
 * `invalid`: the source has no link. `removed`: it had one.
 */
export const mentionStates = [
  'queued',
  'pending',
  'accepted',
  'rejected',
  'invalid',
  'removed',
] as const
export type MentionState = (typeof mentionStates)[number]

/** What a source says. All texts are plain, without markup or direction controls, and limited in length. */
export interface MentionContent {
  kind: MentionKind
  authorName: string | null
  /** http: or https:, as the next two. */
  authorUrl: string | null
  /** The address of a photo at the author's site. No visitor's browser gets it. */
  authorPhoto: string | null
  /** The permalink that the source gives, or the source. */
  url: string
  text: string | null
  publishedAt: Date | null
}

export interface Mention {
  id: number
  /** Names its public status page. */
  token: string
  source: string
  sourceHost: string
  /** As the sender has written it: the source has to contain it. */
  targetUrl: string
  /** The path of our page that it leads to. */
  target: string
  state: MentionState
  /** `null` until it is verified once. */
  content: MentionContent | null
  /** The hash of the small copy of `authorPhoto`; `null` until there is one, and where it wasn't asked for. */
  avatar: string | null
  receivedAt: Date
  verifiedAt: Date | null
  /** Failed tries in a row. */
  tries: number
  /** Successful checks. */
  checks: number
  /** Why it is invalid, removed, or not verified yet. */
  reason: string | null
}

/** What became of a look at the source. */
export type Outcome =
  | { kind: 'found'; content: MentionContent }
  /** It doesn't link here, or is gone. */
  | { kind: 'absent'; reason: string }
  /** Nothing is known; to be tried again. */
  | { kind: 'failed'; reason: string }
