import { Gauge, type Registry } from 'prom-client'
import { cacheCount } from './cache-count.ts'
import { getRegistry } from './registry.ts'

/** Long enough that a scrape costs nothing, short enough for an alert. */
const everyMs = 60_000

/**
 * Adds whether an upload could be stored, per part. Checked by writing, so only when scraped and once a minute. Without a result there
 * are no series.
 */
export function addWritableGauge(
  check: () => Promise<{ store: boolean; blobs: boolean }>,
  registry: Registry = getRegistry(),
  now: () => number = () => performance.now(),
): void {
  const read = cacheCount(check, { everyMs, maxWaitMs: 50, now })
  new Gauge({
    name: 'paparazza_writable',
    help: '1 if uploads can be stored there, otherwise 0: the database (store) and the pictures (blobs).',
    labelNames: ['part'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const [part, isWritable] of Object.entries((await read()) ?? {}))
        this.set({ part }, isWritable ? 1 : 0)
    },
  })
}
