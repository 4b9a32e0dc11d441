import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openHttpServer, sendRequest } from './http-server.fixture.ts'
import { addHttpMetrics, createMetricsServer } from './metrics-server.ts'

const closing: (() => unknown)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

test('Prometheus gets the HTTP server’s metrics on a separate port', async () => {
  const server = await openHttpServer((_, response) => {
    response.writeHead(200, { 'cache-control': 'public, max-age=9' }).end('x')
  })
  addHttpMetrics(server)
  const metrics = createMetricsServer().listen(0, '127.0.0.1')
  closing.push(
    () => server.close(),
    () => metrics.close(),
  )
  await once(metrics, 'listening')
  const { port } = metrics.address() as AddressInfo

  expect((await sendRequest(server.port, '/metrics')).text).toBe('x')
  await sendRequest(server.port, '/metrics')
  await sendRequest(server.port, '/metrics', { method: 'HEAD' })
  await sendRequest(server.port, '/metrics', { headers: { 'if-none-match': '*' } })
  await sendRequest(server.port, '/%zz')

  expect((await sendRequest(port, '/')).status).toBe(404)
  expect((await sendRequest(port, '/metrics', { method: 'POST' })).status).toBe(405)
  const packed = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(await packed.text()).toContain('paparazza_public_cache_entries 1')
  const { text, headers } = await sendRequest(port, '/metrics')
  expect(headers['content-encoding']).toBeUndefined()
  expect(headers['content-type']).toContain('text/plain; version=0.0.4')
  for (const line of [
    'paparazza_public_cache_requests_total{result="miss"} 1',
    'paparazza_public_cache_requests_total{result="hit"} 3',
    'paparazza_http_requests_total{route="page",method="GET",code="200"} 2',
    'paparazza_http_requests_total{route="page",method="HEAD",code="200"} 1',
    'paparazza_http_requests_total{route="page",method="GET",code="304"} 1',
    'paparazza_http_requests_total{route="page",method="GET",code="400"} 1',
    'paparazza_http_request_duration_seconds_count{route="page",cache="hit"} 3',
    // The rendered response and the rejected request.
    'paparazza_http_request_duration_seconds_count{route="page",cache="miss"} 2',
    'paparazza_http_errors_total{reason="malformed-url"} 1',
    'paparazza_public_cache_entries 1',
    'paparazza_open_connections',
    'process_resident_memory_bytes',
  ])
    expect(text).toContain(line)
})
