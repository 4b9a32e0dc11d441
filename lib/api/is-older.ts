/** Replicas agree within seconds. A lower revision after that is the truth, such as a restored backup. */
const disagreeMs = 60_000

/**
 * Whether a response shows an older state than what the page has: a replica that can't reach the database answers from memory.
 * @param shownSinceMs how long ago the page received its state
 */
export function isOlder(received: number, shown: number, shownSinceMs: number): boolean {
  return received < shown && shownSinceMs < disagreeMs
}
