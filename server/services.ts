import type { Server } from 'node:http'
import type { Logger } from 'pino'
import type { Context } from '#lib/app-context/context.ts'
import { singleton } from '#lib/core/singleton.ts'
import { getPrinterEvents } from '#lib/printers/events.ts'
import { watchRevisions } from '#lib/printers/watch-revisions.ts'
import type { HttpServer } from './http-server.ts'
import { startRetentionJob } from './retention-job.ts'

export interface ServicesOptions {
  log: Logger
  metricsPort: number
  hostname: string
  door: HttpServer
  /** What pictures may take, with all that was made of them. */
  maxBytes: number
  /** Asks the site something that needs its store. */
  askStore: () => Promise<void>
}

/** How soon a store that couldn't be opened is asked again. */
const retryMs = 10_000

/**
 * What a running site needs beside its door: the store, a watch on what other processes change, the metrics. Opened behind the
 * first requests; a fault here is logged and leaves the pages standing.
 */
export function openServices(options: ServicesOptions): { close(): Promise<void> } {
  const { log } = options
  const store = watchStore(options)
  const metrics = openMetrics(options).catch((err: unknown) => {
    log.error({ err }, 'there are no metrics')
    return null
  })
  return {
    async close() {
      const metricsServer = await metrics
      metricsServer?.close()
      metricsServer?.closeAllConnections()
      await store.close()
    },
  }
}

/**
 * The store that Next's routes have opened, by asking one of them. Importing `lib/app-context/context.ts` here would load all of it a second
 * time, outside Next's bundles.
 */
function watchStore({ log, askStore, maxBytes }: ServicesOptions): { close(): Promise<void> } {
  const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
  const report = (err: unknown) => log.error({ err }, 'the store can’t be watched')
  let stopWatching: (() => void) | null = null
  let stopHousekeeping: (() => Promise<void>) | null = null
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    try {
      await askStore()
      const context = await holder.opening
      if (context === null) throw new Error('The store is shut.')
      stopWatching = watchRevisions(context.store.retention, getPrinterEvents(), report)
      stopHousekeeping = startRetentionJob(context, { log, maxBytes })
      // A snapper that had to wait for this start sends again within seconds; and what Node compiles of the process is kept.
      context.pictures.warm()
    } catch (err) {
      report(err)
      timer = setTimeout(look, retryMs).unref()
    }
  }

  const looking = look()
  return {
    async close() {
      clearTimeout(timer)
      await looking
      stopWatching?.()
      await stopHousekeeping?.()
      await (await holder.opening)?.close()
    },
  }
}

async function openMetrics({ log, metricsPort, hostname, door }: ServicesOptions): Promise<Server> {
  const [{ createMetricsServer }, { addHttpMetrics }, { addStoreMetrics }] = await Promise.all([
    import('./metrics-server.ts'),
    import('./http-metrics.ts'),
    import('#lib/metrics/store-metrics.ts'),
  ])
  addHttpMetrics(door)
  addStoreMetrics()
  const server = createMetricsServer()
  // Two sites on one machine want the same port; the second goes without rather than not at all.
  server.on('error', (err) => log.error({ err, metricsPort }, 'the metrics port can’t be opened'))
  server.listen(metricsPort, hostname)
  return server
}
