import type { HistoryCursor, HistoryEntry } from '../types.ts'
import type { Print } from './types.ts'

/** The span of a print's pictures, by `capturedAt`. Pictures with another job are left out. */
export interface FrameSpan {
  from: Date
  to: Date
  jobName: string | null
  /** Default: the first. */
  camera?: number
  /**
   * When it was first and last observed on the machine. Of the pictures with a reading outside of this, only one belongs to the
   * print: the one that reports its end. Without `seen`, all pictures of the span do.
   */
  seen?: { firstAt: Date; lastAt: Date }
}

/** An animation and the hashes of its pictures. */
export interface MadeFlipbook {
  sha256: string
  frames: readonly string[]
  at: Date
}

/** Whose view it is: visitors see no hidden prints. */
export interface PrintView {
  withHidden?: boolean
}

/** What the search reads of a print. */
export interface PrintName {
  number: number
  jobName: string | null
  /** The owner's. */
  name: string | null
  firstSeenAt: Date
}

/** The port of a store for prints. Writing observations derives them; here they are read. */
export interface PrintStore {
  /**
   * Newest first by when they were first seen; `before` is the end of the previous page (`capturedAt`: first seen, `id`: the
   * number). `limit` 1-200.
   */
  listPrints(
    printerId: number,
    page: { before: HistoryCursor | null; limit: number; isPublished?: boolean } & PrintView,
  ): Promise<Print[]>
  /** Of the newest prints, newest first. `limit` 1-10,000. */
  listNames(printerId: number, limit: number): Promise<PrintName[]>
  /** With its neighbours in time. The number of a print that was joined with an earlier one finds that. */
  getPrint(
    printerId: number,
    number: number,
    view?: PrintView,
  ): Promise<{ print: Print; previous: Print | null; next: Print | null } | null>
  /** Oldest first; more than `limit` are sampled evenly, including the first and the last. */
  listFrames(printerId: number, span: FrameSpan, limit: number): Promise<HistoryEntry[]>
  /** The last frames, newest first. */
  listLastFrames(printerId: number, span: FrameSpan, limit: number): Promise<HistoryEntry[]>
  /** One picture, by its snapshot's id; `null` where it is none of the span's. */
  getFrame(printerId: number, span: FrameSpan, id: number): Promise<HistoryEntry | null>
  countFrames(printerId: number, span: FrameSpan): Promise<number>
  /**
   * Records an animation until one of its pictures is deleted, the newest hundred at most. `false`, and nothing is recorded, if one
   * of its pictures is deleted already.
   */
  insertFlipbook(made: MadeFlipbook): Promise<boolean>
  /** The hashes of the recorded animations, newest first. */
  listFlipbooks(): Promise<string[]>
}
