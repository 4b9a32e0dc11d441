import type { SentMention, SentSource, SentState } from './types.ts'

export interface SourceChange {
  source: string
  /** As `listSources` had it; `null`: it wasn't there. */
  was: SentSource | null
  /** `null`: the page is gone. */
  is: Omit<SentSource, 'source'> | null
  /** Links of the page to other sites. */
  targets: readonly string[]
  /**
   * `send`: to these targets and to those that the page linked to before. `know`: they count as sent. `none`: links and words are the same.
   */
  action: 'send' | 'know' | 'none'
}

export interface TryOutcome
  extends Pick<SentMention, 'endpoint' | 'answer' | 'statusUrl' | 'dueAt'> {
  state: Exclude<SentState, 'known'>
}

/** What the owner says of a print that is published and not hidden. */
export interface PublicNote {
  printerId: number
  number: number
  /** The owner's name for the print. */
  name: string | null
  html: string
}

/** What was announced to which page, for all replicas. Absent is `null`, an outage throws. */
export interface SentStore {
  /** By path. `null`: the site doesn't send. */
  listSources(): Promise<Map<string, SentSource> | null>
  /** Begins to send: what these pages link to now counts as sent. Nothing where another process has begun. */
  begin(sources: readonly Pick<SentSource, 'source' | 'version'>[], now: Date): Promise<void>
  /** Forgets the pages, and what waits. Nothing where the site doesn't send. */
  end(): Promise<void>
  /** @returns whether the page was still as `was`; else another process has noted the change, and nothing is done */
  noteChange(change: SourceChange, now: Date): Promise<boolean>
  /** A query of an index, for the look of every half a minute. */
  isDue(now: Date): Promise<boolean>
  /** One that is due and that no process has. */
  claim(now: Date, leaseMs: number): Promise<SentMention | null>
  /** Ends a claim. Where the page has changed meanwhile the mention stays due; nothing where the lease has expired. */
  finish(mention: SentMention, outcome: TryOutcome, now: Date): Promise<void>
  /** Links of a page that were announced, or count as such, and aren't gone. */
  listTargets(source: string): Promise<string[]>
  listNotes(): Promise<PublicNote[]>
  /** Newest first by their last change. */
  listSent(limit: number): Promise<SentMention[]>
  /** Deletes those of links that are gone since before `before`. */
  pruneSent(before: Date): Promise<void>
}
