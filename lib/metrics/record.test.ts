import { expect, test } from 'vitest'
import { observe } from './counters.ts'
import {
  countCacheResult,
  countHttpError,
  countIngest,
  countReceivedBytes,
  countRequest,
  getRequestCounter,
  getRequestDuration,
  observeRender,
  observeRequest,
  recordImageQueue,
} from './record.ts'
import { getRegistry } from './registry.ts'

test('client input never becomes a label', async () => {
  countRequest('api', 'BREW', 405)
  countHttpError('<script>alert(1)</script>')
  const text = await getRegistry().metrics()
  expect(text).toContain('paparazza_http_requests_total{route="api",method="other",code="405"} 1')
  expect(text).toContain('paparazza_http_errors_total{reason="other"} 1')
  expect(text).not.toContain('alert')
})

test('invalid values are ignored and nothing throws', async () => {
  countReceivedBytes(Number.NaN)
  countReceivedBytes(-5)
  observe(getRequestDuration('health', 'hit'), Number.NaN)
  observe(getRequestDuration('health', 'hit'), -1)
  observeRender('avif', Number.NaN)
  const text = await getRegistry().metrics()
  expect(text).not.toContain('paparazza_image_render_duration_seconds_count')
  expect(text).not.toContain('NaN')
  expect(text).toContain(
    'paparazza_http_request_duration_seconds_count{route="health",cache="hit"} 0',
  )
})

test('counters, render durations and process metrics are exposed at a scrape', async () => {
  getRequestCounter('printer', 'GET', 200).value += 2
  getRequestCounter('printer', 'GET', 200).value += 1
  countCacheResult('hit')
  countIngest('stored')
  countReceivedBytes(1000)
  observeRender('avif', 0.2)
  observeRender('avif', 60)
  const text = await getRegistry().metrics()
  expect(text).toContain('paparazza_http_requests_total{route="printer",method="GET",code="200"} 3')
  expect(text).toContain('paparazza_public_cache_requests_total{result="hit"} 1')
  expect(text).toContain('paparazza_ingests_total{result="stored"} 1')
  expect(text).toContain('paparazza_received_bytes_total 1000')
  expect(text).toContain('paparazza_image_render_duration_seconds_bucket{format="avif",le="0.1"} 0')
  expect(text).toContain(
    'paparazza_image_render_duration_seconds_bucket{format="avif",le="0.25"} 1',
  )
  expect(text).toContain(
    'paparazza_image_render_duration_seconds_bucket{format="avif",le="+Inf"} 2',
  )
  expect(text).toContain('paparazza_image_render_duration_seconds_sum{format="avif"} 60.2')
  expect(text).toContain('process_resident_memory_bytes')
  // A second scrape returns the same value, not its double.
  expect(await getRegistry().metrics()).toContain('paparazza_received_bytes_total 1000')
})

test('cache hits, rendered responses and uploads are timed apart', async () => {
  observe(getRequestDuration('page', 'hit'), 0.0004)
  observe(getRequestDuration('page', 'hit'), 0.001)
  observeRequest('page', 'HEAD', 0.03)
  observeRequest('printer', 'PATCH', 250)
  const text = await getRegistry().metrics()
  const name = 'paparazza_http_request_duration_seconds'
  for (const line of [
    `${name}_bucket{route="page",cache="hit",le="0.001"} 2`,
    `${name}_sum{route="page",cache="hit"} 0.0014`,
    `${name}_bucket{route="page",cache="miss",le="0.025"} 0`,
    `${name}_bucket{route="page",cache="miss",le="0.1"} 1`,
    `${name}_bucket{route="printer",cache="none",le="60"} 0`,
    `${name}_bucket{route="printer",cache="none",le="+Inf"} 1`,
  ])
    expect(text).toContain(line)
})

test('the image queue’s gauge has the current numbers', async () => {
  recordImageQueue({ waiting: 3, running: 1 })
  recordImageQueue({ waiting: 2, running: 1 })
  const text = await getRegistry().metrics()
  expect(text).toContain('paparazza_image_jobs{state="waiting"} 2')
  expect(text).toContain('paparazza_image_jobs{state="running"} 1')
})
