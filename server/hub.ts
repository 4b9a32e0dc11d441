import type { Logger } from 'pino'
import { printsFeedPaths } from '#lib/api/paths.ts'
import type { Context } from '#lib/app-context/context.ts'
import { feedPaths } from '#lib/feeds/feed-links.ts'
import { getSite } from '#lib/site/site.ts'

/** Between two looks whether a feed has changed. */
const lookMs = 30_000

/**
 * Tells the hub of `site.yaml` what has changed in the feeds. Without one, nothing is loaded. Every replica does the same; a claim decides
 * which of them tells it.
 * @returns stops it, after a look that is in progress
 */
export function startHub(
  { hub, printers }: Pick<Context['store'], 'hub' | 'printers'>,
  options: { log: Logger; siteUrl: string; readVersion(path: string): Promise<string | null> },
): () => Promise<void> {
  const { log, siteUrl, readVersion } = options
  let announce: (() => Promise<void>) | null = null
  let running: Promise<void> = Promise.resolve()
  let timer = setTimeout(begin, lookMs).unref()

  function begin(): void {
    running = look()
      .catch((err: unknown) => log.error({ err }, 'looking for changes of the feeds failed'))
      .finally(() => {
        timer = setTimeout(begin, lookMs).unref()
      })
  }

  async function look(): Promise<void> {
    if (getSite().hubUrl === null) return
    announce ??= await load()
    await announce()
  }

  async function load(): Promise<() => Promise<void>> {
    const { createFeedAnnouncer } = await import('#lib/feeds/hub/announce-feeds.ts')
    return createFeedAnnouncer({
      store: hub,
      getHubUrl: () => getSite().hubUrl,
      listFeeds: async () => [
        [feedPaths.atom, feedPaths.rss, feedPaths.json],
        ...(await printers.listPrinters()).map(({ id }) => {
          const { atom, rss, json } = printsFeedPaths
          return [atom(id), rss(id), json(id)] as const
        }),
      ],
      readVersion,
      siteUrl,
      now: () => new Date(),
      onFailure: (hubUrl, reason) =>
        log.warn({ hubUrl, reason }, 'the hub was not told of a change, it is repeated'),
    })
  }

  return async () => {
    clearTimeout(timer)
    await running
    clearTimeout(timer)
  }
}
