import type { Server } from 'node:http'
import type { Logger } from 'pino'
import { getPrinterEvents } from '#lib/printers/events.ts'
import type { FrontDoor } from './front-door.ts'

/**
 * What a running site needs beside its door: the store, a watch on what other processes change, the metrics. Opened behind the
 * first requests; a fault here is logged and leaves the pages standing.
 */
export function openHouse(given: {
  log: Logger
  metricsPort: number
  hostname: string
  door: FrontDoor
}): { close(): Promise<void> } {
  const { log } = given
  const report = (what: string) => (err: unknown) => log.error({ err }, what)
  const store = openStore(report('the store can’t be watched')).catch(report('the store is shut'))
  const metrics = openMetrics(given).catch(report('there are no metrics'))
  return {
    async close() {
      const [closeStore, metricsServer] = await Promise.all([store, metrics])
      metricsServer?.close()
      metricsServer?.closeAllConnections()
      await closeStore?.()
    },
  }
}

async function openStore(onFault: (error: unknown) => void): Promise<() => Promise<void>> {
  const [{ getContext }, { watchRevisions }] = await Promise.all([
    import('#lib/context.ts'),
    import('#lib/printers/watch-revisions.ts'),
  ])
  const context = await getContext()
  const stopWatching = watchRevisions(context.store.keeper, getPrinterEvents(), onFault)
  return async () => {
    stopWatching()
    await context.close()
  }
}

async function openMetrics(given: {
  log: Logger
  metricsPort: number
  hostname: string
  door: FrontDoor
}): Promise<Server> {
  const { log, metricsPort, hostname, door } = given
  const [{ createMetricsServer }, { addDoorGauges }] = await Promise.all([
    import('./metrics-port.ts'),
    import('./door-gauges.ts'),
  ])
  addDoorGauges(door)
  const server = createMetricsServer()
  // Two sites on one machine want the same port; the second goes without rather than not at all.
  server.on('error', (err) => log.error({ err, metricsPort }, 'the metrics port can’t be opened'))
  server.listen(metricsPort, hostname)
  return server
}
