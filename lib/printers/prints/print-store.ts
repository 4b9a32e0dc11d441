import type { HistoryCursor, HistoryEntry } from '../types.ts'
import type { Print } from './types.ts'

/** Where the pictures of a print lie, by when they were taken. Those that show another job are left out. */
export interface FrameSpan {
  from: Date
  to: Date
  jobName: string | null
  /**
   * When it was seen on the machine first and last. Of the pictures with a reading that was made outside of this only one is part
   * of it: what the printer says it has finished. Without it all of the span are.
   */
  seen?: { firstAt: Date; lastAt: Date }
}

/** An animation, and the pictures that it is made of, by hash. */
export interface MadeFlipbook {
  sha256: string
  frames: readonly string[]
  at: Date
}

/** What the domain asks of a store about prints. They are derived where observations are written; here they are read. */
export interface PrintStore {
  /**
   * Newest first by when they were first seen; `before` is of an earlier page (`capturedAt` the time first seen, `id` the number).
   * `limit` 1-200.
   */
  listPrints(
    printerId: number,
    page: { before: HistoryCursor | null; limit: number; isPublished?: boolean },
  ): Promise<Print[]>
  /** With its neighbours in time. */
  getPrint(
    printerId: number,
    number: number,
  ): Promise<{ print: Print; previous: Print | null; next: Print | null } | null>
  /**
   * Puts a print into the feeds, where it keeps its time if it is there already, or takes it out (`null`) for as long as the owner
   * wants it. @throws DomainError `not-found`
   */
  setPublished(printerId: number, number: number, at: Date | null): Promise<Print>
  /** Oldest first; where there are more than `limit`, that many of them evenly, with the first and the last. */
  listFrames(printerId: number, span: FrameSpan, limit: number): Promise<HistoryEntry[]>
  /** The last ones, newest first. */
  listLastFrames(printerId: number, span: FrameSpan, limit: number): Promise<HistoryEntry[]>
  countFrames(printerId: number, span: FrameSpan): Promise<number>
  /**
   * Remembers an animation for as long as every picture of it is kept, but only the newest hundred. `false`, and nothing is
   * remembered, where one of its pictures is gone already.
   */
  insertFlipbook(made: MadeFlipbook): Promise<boolean>
  /** The hashes of those that are remembered, newest first. */
  listFlipbooks(): Promise<string[]>
}
