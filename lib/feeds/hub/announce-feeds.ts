import type { AnnouncedFeed, HubStore } from './hub-store.ts'
import { pingHub } from './ping-hub.ts'

const minute = 60_000
/** After each failure in a row; the last one again and again, because the next change may be months away. */
const retrySchedule = [1, 5, 30, 120, 360, 1440].map((minutes) => minutes * minute)
/** Longer than all requests to the hub take. */
const claimMs = 2 * minute
/** Between two pings of a feed: replicas may show a change up to this long after each other, and must not announce the old state as news. */
const settleMs = 5 * minute

export interface AnnounceParts {
  store: HubStore
  /** `null`: the site has no hub, and nothing is done. */
  getHubUrl(): string | null
  /** Paths of the formats of each feed. The first one's version stands for all of them. */
  listFeeds(): Promise<readonly (readonly [string, ...string[]])[]>
  /** A hash of a feed as it is served, without the counts of mentions; `null` where it isn't. */
  readVersion(path: string): Promise<string | null>
  siteUrl: string
  now(): Date
  /** Of each failure. */
  onFailure(hubUrl: string, reason: string): void
  ping?: typeof pingHub
}

/**
 * Announces to the hub that a feed has changed: a post or a print was published, edited or withdrawn, or a post's date has come. It compares
 * what is served with what was last announced, so neither a crash nor an outage loses a change, and no code that changes something has
 * to know of hubs. A change counts when two looks in a row find it, so that all replicas serve it when the hub comes for it.
 * @returns the look, to be called twice a minute; never throws what a hub does
 */
export function createFeedAnnouncer(parts: AnnounceParts): () => Promise<void> {
  const { store, now, ping = pingHub } = parts
  let seen = new Map<string, string>()

  async function announce(paths: readonly string[], version: string, announced: AnnouncedFeed) {
    const { hubUrl } = announced
    const count = await store.claim(announced, now(), new Date(now().getTime() + claimMs))
    if (count === null) return
    const failure = await ping(
      hubUrl,
      paths.map((path) => parts.siteUrl + path),
    )
    if (failure !== null) parts.onFailure(hubUrl, failure)
    const waitMs = failure === null ? settleMs : (retrySchedule[count - 1] ?? 1440 * minute)
    const dueAt = new Date(now().getTime() + waitMs)
    await store.finish(announced, { version: failure === null ? version : null, dueAt })
  }

  return async () => {
    const hubUrl = parts.getHubUrl()
    if (hubUrl === null) return
    const known = new Map((await store.listAnnounced(hubUrl)).map((each) => [each.feed, each]))
    const current = new Map<string, string>()
    for (const paths of await parts.listFeeds()) {
      const [feed] = paths
      const version = await parts.readVersion(feed)
      if (version === null) continue
      current.set(feed, version)
      const announced = known.get(feed)
      if (announced === undefined) await store.insertAnnounced(hubUrl, feed, version)
      else if (
        announced.version !== version &&
        seen.get(feed) === version &&
        announced.dueAt <= now()
      )
        await announce(paths, version, announced)
    }
    seen = current
  }
}
