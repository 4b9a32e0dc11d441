/** What a document asks of the front door, which takes this mark out of the page. */
export interface PageOptions {
  /** Where it isn't 200. Next lets no page say 410 or 503, and says 404 with an empty one. */
  status?: 404 | 410 | 503
  /** It changes only with a new start of the site, and next.config.js can't know its address: the owner chose it. */
  isLasting?: true
  /** Origins beyond our own that the page shows pictures or frames of. */
  origins?: { images: readonly string[]; frames: readonly string[] }
}

/**
 * Says that a page never changes by itself: the front door sends it without the framework's scripts. React moves it to the head.
 */
export function PageOptionsMeta({ options = {} }: { options?: PageOptions }) {
  return <meta content={JSON.stringify(options)} name="document" />
}
