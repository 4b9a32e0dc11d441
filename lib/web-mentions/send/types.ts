/**
 * `known`: it was there before the site sent any, so it counts as sent. `waiting`: to be sent. `no-endpoint`: the target takes none.
 * `given-up`: the endpoint refused it, or has failed for days.
 */
export type SentState = 'known' | 'waiting' | 'delivered' | 'no-endpoint' | 'given-up'

/** A link of a page of ours to a page elsewhere, and what its site was told of it. */
export interface SentMention {
  id: number
  /** The path of our page. */
  source: string
  /** As the page has it. */
  target: string
  state: SentState
  /** The link, or the page, is gone. */
  isRemoved: boolean
  /** Where the target takes webmentions, when it was last looked at; `null`: unknown, or nowhere. */
  endpoint: { url: string; foundAt: Date } | null
  /** Of this change, since it was due. */
  tries: number
  /** Of the last try: the status and the beginning of its text, or why there was none. */
  answer: string | null
  /** Where the receiver says what became of it. */
  statusUrl: string | null
  dueAt: Date | null
  changedAt: Date
}

/** A page of ours, as it was announced. */
export interface SentSource {
  /** Its path. */
  source: string
  /** Changes whenever the page may have changed. */
  version: string
  /** Of its words and links; `null`: they haven't been read yet since the site began to send, and count as sent. */
  hash: string | null
  /** The next change isn't announced before. */
  dueAt: Date
}
