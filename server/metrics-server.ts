import { createServer, type Server } from 'node:http'
import { Gauge } from 'prom-client'
import { getRegistry } from '#lib/metrics/registry.ts'
import { chooseEncoding, compress } from './cache/encodings.ts'
import type { HttpServer } from './http-server.ts'

/** Serves `/metrics` for Prometheus, on a port of its own. */
export function createMetricsServer(): Server {
  return createServer(async (request, response) => {
    const isMetrics = request.url === '/metrics'
    if (!isMetrics || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(isMetrics ? 405 : 404, {
        'content-type': 'text/plain',
        allow: 'GET, HEAD',
      })
      response.end(isMetrics ? 'Use GET.\n' : 'Metrics are at /metrics.\n')
      return
    }
    const registry = getRegistry()
    try {
      const text = Buffer.from(await registry.metrics())
      const encoding = chooseEncoding(String(request.headers['accept-encoding'] ?? ''))
      const isEncoded = encoding !== 'identity'
      const body = isEncoded ? await compress(text, encoding) : text
      response.writeHead(200, {
        'content-type': registry.contentType,
        'content-length': body.length,
        vary: 'accept-encoding',
        ...(isEncoded && { 'content-encoding': encoding }),
      })
      response.end(body)
    } catch (error) {
      // A gauge that can't be read must not end the process.
      response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`${error instanceof Error ? error.message : 'unreadable'}\n`)
    }
  })
}

/** Adds gauges of the HTTP server's state, read at each scrape. */
export function addHttpMetrics({ server, cache }: Pick<HttpServer, 'server' | 'cache'>): void {
  const registers = [getRegistry()]
  new Gauge({
    name: 'paparazza_public_cache_bytes',
    help: 'Bytes of cached responses, all encodings.',
    registers,
    collect() {
      this.set(cache.bytes)
    },
  })
  new Gauge({
    name: 'paparazza_public_cache_entries',
    help: 'Cached responses.',
    registers,
    collect() {
      this.set(cache.size)
    },
  })
  new Gauge({
    name: 'paparazza_open_connections',
    help: 'Open client connections.',
    registers,
    async collect() {
      const { promise, resolve } = Promise.withResolvers<number>()
      server.getConnections((_, count) => resolve(count ?? 0))
      this.set(await promise)
    },
  })
}
