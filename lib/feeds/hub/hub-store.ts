/** Which version of a feed a hub knows, for all replicas. Absent is `null`, an outage throws. */
export interface HubStore {
  listAnnounced(hubUrl: string): Promise<AnnouncedFeed[]>
  /** What is in a feed when the site first knows its hub is no news. Ignored for a feed that is known. */
  insertAnnounced(hubUrl: string, feed: string, version: string): Promise<void>
  /**
   * Takes a feed whose last announced version is `version`, until `until`: another process, or this one after a crash, gets it then. Exactly one
   * caller gets it.
   * @returns how often it was taken since the last success; `null` where it isn't due, or another process has announced it
   */
  claim(feed: AnnouncedFeed, now: Date, until: Date): Promise<number | null>
  /** Ends a claim. `version`: what was announced; `null`: that failed. Not before `dueAt` again. */
  finish(feed: AnnouncedFeed, result: { version: string | null; dueAt: Date }): Promise<void>
}

export interface AnnouncedFeed {
  hubUrl: string
  /** Its path. */
  feed: string
  /** Which was last announced. */
  version: string
  dueAt: Date
}
