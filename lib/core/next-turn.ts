let last: Promise<void> = Promise.resolve()

/**
 * Resolves in a turn of the event loop that is the caller's alone: of those that wait, each gets the next one. So a page with a thousand
 * rows is rendered in steps, between which other requests are answered.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)))
  return last
}
