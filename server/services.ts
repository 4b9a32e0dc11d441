import type { Server } from 'node:http'
import { resolve } from 'node:path'
import type { Logger } from 'pino'
import { announceOwner, sweepOwner } from '#lib/app-context/claim-link.ts'
import type { Context } from '#lib/app-context/context.ts'
import { fillNewContent } from '#lib/app-context/fill-new-content.ts'
import { singleton } from '#lib/core/singleton.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { type RevisionWatch, watchRevisions } from '#lib/printers/watch-revisions.ts'
import type { HttpServer } from './http-server.ts'
import { startHub } from './hub.ts'
import { startNotifications } from './notifications.ts'
import { reportSecrets } from './report-secrets.ts'
import { startRetention } from './retention.ts'
import { startSentMentions } from './sent-mentions.ts'

export interface ServicesOptions {
  log: Logger
  metricsPort: number
  hostname: string
  httpServer: HttpServer
  siteUrl: string
  dataDir: string
  /** What pictures and everything made of them may take. */
  maxBytes: number
  /** Other replicas may change what this one has in its cache. */
  isReplicated: boolean
  /** The owner's folder. */
  contentDir: string
  /** Hosts at home that strangers may name. */
  homeHosts: readonly string[]
  /** Requests something of the site that needs its store. */
  requestStore: () => Promise<void>
  /** Which version of a feed the hub is told of; `null` where none is served. */
  readVersion: (path: string) => Promise<string | null>
}

/** For the owner to look up what was sent. */
const keepMessagesMs = 30 * 24 * 60 * 60 * 1000

/** Those that another replica has received, and those that are verified again. */
const lookForMentionsMs = 10_000

/** How soon to try again after the store couldn't be opened. */
const retryMs = 2_000

/**
 * Starts what a running site needs besides its HTTP server: the store, a watch on what other processes change, retention, metrics.
 * They open after the first requests; an error is logged and leaves the pages working.
 */
export function openServices(options: ServicesOptions): {
  /** Until the link to claim the site was printed, or the store couldn't be opened. */
  announced: Promise<void>
  close(): Promise<void>
} {
  const { log } = options
  const store = followStore(options)
  const metrics = openMetrics(options).catch((err: unknown) => {
    log.error({ err }, 'metrics are unavailable')
    return null
  })
  return {
    announced: store.announced,
    async close() {
      const metricsServer = await metrics
      metricsServer?.close()
      metricsServer?.closeAllConnections()
      await store.close()
    },
  }
}

/**
 * Uses the store that Next's routes have opened, by requesting one of them. Importing `lib/app-context/context.ts` here would load
 * all of it a second time, outside Next's bundles.
 */
function followStore(options: ServicesOptions): {
  announced: Promise<void>
  close(): Promise<void>
} {
  const { log, requestStore, readVersion, contentDir, dataDir, siteUrl } = options
  const { maxBytes, httpServer, isReplicated, homeHosts } = options
  const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
  const onError = (err: unknown) => log.error({ err }, 'watching the store failed')
  const { promise: announced, resolve: endAnnouncement } = Promise.withResolvers<void>()
  let watch: RevisionWatch | null = null
  let stopRetention: (() => Promise<void>) | null = null
  let stopNotifications: (() => Promise<void>) | null = null
  let stopHub: (() => Promise<void>) | null = null
  let stopSending: (() => Promise<void>) | null = null
  let timer: NodeJS.Timeout | undefined
  let mentionsTimer: NodeJS.Timeout | undefined

  async function start(): Promise<void> {
    try {
      await requestStore()
      const context = await holder.opening
      if (context === null) throw new Error('The store is closed.')
      // Whoever has just installed the site waits for the link.
      await announceOwner(context.owner).catch((err: unknown) =>
        log.error({ err }, 'preparing the owner’s sign-in failed, run: npm run admin -- link'),
      )
      endAnnouncement()
      watch = watchRevisions(context.store.retention, getPrinterEvents(), onError)
      if (isReplicated) httpServer.cache.confirmWith(watch.confirm)
      const sweep = async () => {
        await sweepOwner(context.owner)
        const before = new Date(Date.now() - keepMessagesMs)
        await context.store.notifications.pruneDeliveries(before)
        await context.store.mentions.pruneMentions(before, new Date())
        await context.store.sentMentions.pruneSent(before)
        await context.store.notifications.prunePushes(new Date())
      }
      await reportSecrets(context.store.notifications, log).catch((err: unknown) =>
        log.error({ err }, 'encrypting the secrets of channels failed, the next start does it'),
      )
      stopRetention = startRetention(context, { log, maxBytes, sweep })
      stopNotifications = startNotifications(context, { log, siteUrl, dataDir })
      stopHub = startHub(context.store, { log, siteUrl, readVersion })
      stopSending = startSentMentions(context, { log, env: { siteUrl, homeHosts, dataDir } })
      mentionsTimer = setInterval(context.mentions.look, lookForMentionsMs).unref()
      await fillNewContent(context.store, resolve(contentDir)).catch((err: unknown) =>
        log.error({ err }, 'filling the content folder failed'),
      )
      // A snapper that had to wait for this start sends again within seconds, and Node keeps the compiled code of the process.
      context.pictures.warm()
    } catch (err) {
      endAnnouncement()
      onError(err)
      timer = setTimeout(start, retryMs).unref()
    }
  }

  const starting = start()
  return {
    announced,
    async close() {
      clearTimeout(timer)
      await starting
      clearInterval(mentionsTimer)
      watch?.stop()
      await stopNotifications?.()
      await stopHub?.()
      await stopSending?.()
      await stopRetention?.()
      await (await holder.opening)?.close()
    },
  }
}

async function openMetrics(options: ServicesOptions): Promise<Server> {
  const { log, metricsPort, hostname, httpServer } = options
  const [{ addHttpMetrics, createMetricsServer }, { addStoreMetrics }] = await Promise.all([
    import('./metrics-server.ts'),
    import('#lib/metrics/store-metrics.ts'),
  ])
  addHttpMetrics(httpServer)
  addStoreMetrics()
  const server = createMetricsServer()
  // A second site on this machine may have the port; this one then runs without metrics rather than not at all.
  server.on('error', (err) => log.error({ err, metricsPort }, 'opening the metrics port failed'))
  server.listen(metricsPort, hostname)
  return server
}
