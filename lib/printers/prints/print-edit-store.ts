import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { Print, PrintDescription } from './types.ts'

/**
 * The port for what the owner says of prints. Each function also accepts the number of a print that was joined with an earlier one,
 * and throws DomainError `not-found`.
 */
export interface PrintEditStore {
  /** Adds a print to the feeds (a published one keeps its time), or removes it (`null`) until the owner publishes it. */
  setPublished(
    printerId: number,
    number: number,
    at: Date | null,
    entry?: NewLogEntry,
  ): Promise<Print>
  describe(
    printerId: number,
    number: number,
    description: PrintDescription,
    at: Date,
    entry?: NewLogEntry,
    /** Called with the print before, in the same transaction. What it throws leaves everything as it was. */
    check?: (before: Print) => void,
  ): Promise<void>
  setHidden(
    printerId: number,
    number: number,
    isHidden: boolean,
    entry?: NewLogEntry,
  ): Promise<void>
  /**
   * Makes a print and the one before it one. Undone by splitting it where the second one began.
   * @returns the number of the print, which is that of the first one
   * @throws DomainError `invalid-fields` where it is the first one
   */
  join(printerId: number, number: number, entry?: NewLogEntry): Promise<number>
  /**
   * Makes two prints of one; the second one begins with the picture or reading of `at`. Undone by joining them.
   * @returns the number of the second one
   * @throws DomainError `invalid-fields` where it wasn't seen before and after that
   */
  split(printerId: number, number: number, at: Date, entry?: NewLogEntry): Promise<number>
  /** The prints that were joined into this one, oldest first; a split at `firstSeenAt` separates one again. */
  listJoined(printerId: number, number: number): Promise<Pick<Print, 'number' | 'firstSeenAt'>[]>
}
