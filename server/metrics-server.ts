import { createServer, type Server } from 'node:http'
import { getRegistry } from '#lib/metrics/registry.ts'

/** Prometheus's door, apart from the public one. `/metrics` and nothing else. */
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
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType })
      response.end(text)
    } catch (error) {
      // One gauge that can't be read must not end the process.
      response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(`${error instanceof Error ? error.message : 'unreadable'}\n`)
    }
  })
}
