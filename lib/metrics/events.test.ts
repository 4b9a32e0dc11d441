import { expect, test } from 'vitest'
import {
  countCacheResult,
  countIngest,
  countReceivedBytes,
  countRefusal,
  countRequest,
  getRequestTally,
  observeRender,
} from './events.ts'
import { getRegistry } from './registry.ts'

test('what a caller sends never becomes a label', async () => {
  countRequest('api', 'BREW', 405)
  countRefusal('<script>alert(1)</script>')
  const text = await getRegistry().metrics()
  expect(text).toContain('paparazza_http_requests_total{route="api",method="other",code="405"} 1')
  expect(text).toContain('paparazza_refusals_total{reason="other"} 1')
  expect(text).not.toContain('alert')
})

test('nonsense is not counted and nothing throws', async () => {
  countReceivedBytes(Number.NaN)
  countReceivedBytes(-5)
  observeRender('avif', Number.NaN)
  const text = await getRegistry().metrics()
  expect(text).not.toContain('paparazza_image_render_seconds_count')
  expect(text).not.toContain('NaN')
})

test('counters, renders and the process itself are told at a scrape', async () => {
  getRequestTally('printer', 'GET', 200).value += 2
  getRequestTally('printer', 'GET', 200).value += 1
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
  expect(text).toContain('paparazza_image_render_seconds_bucket{format="avif",le="0.1"} 0')
  expect(text).toContain('paparazza_image_render_seconds_bucket{format="avif",le="0.25"} 1')
  expect(text).toContain('paparazza_image_render_seconds_bucket{format="avif",le="+Inf"} 2')
  expect(text).toContain('paparazza_image_render_seconds_sum{format="avif"} 60.2')
  expect(text).toContain('process_resident_memory_bytes')
  // A second scrape tells the same, not twice as much.
  expect(await getRegistry().metrics()).toContain('paparazza_received_bytes_total 1000')
})
