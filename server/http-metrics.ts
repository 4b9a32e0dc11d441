import { Gauge } from 'prom-client'
import { getRegistry } from '#lib/metrics/registry.ts'
import type { HttpServer } from './http-server.ts'

/** What the door holds, read at the scrape. */
export function addHttpMetrics({ server, cache }: HttpServer): void {
  const registers = [getRegistry()]
  new Gauge({
    name: 'paparazza_public_cache_bytes',
    help: 'Bytes of held answers, all encodings.',
    registers,
    collect() {
      this.set(cache.bytes)
    },
  })
  new Gauge({
    name: 'paparazza_public_cache_entries',
    help: 'Answers held.',
    registers,
    collect() {
      this.set(cache.size)
    },
  })
  new Gauge({
    name: 'paparazza_open_connections',
    help: 'Connections of callers.',
    registers,
    async collect() {
      const { promise, resolve } = Promise.withResolvers<number>()
      server.getConnections((_, count) => resolve(count ?? 0))
      this.set(await promise)
    },
  })
}
