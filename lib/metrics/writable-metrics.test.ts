import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { addWritableGauge } from './writable-metrics.ts'

test('a disk that fills up is 0 within a minute, one that can’t be asked has no series', async () => {
  const registry = new Registry()
  let blobs: boolean | null = true
  let ms = 0
  addWritableGauge(
    async () => {
      if (blobs === null) throw new Error('The store is not open.')
      return { store: true, blobs }
    },
    registry,
    () => ms,
  )
  expect(await registry.metrics()).toContain('paparazza_writable{part="blobs"} 1')
  blobs = false
  ms += 60_000
  const full = await registry.metrics()
  expect(full).toContain('paparazza_writable{part="blobs"} 0')
  expect(full).toContain('paparazza_writable{part="store"} 1')
  blobs = null
  ms += 60_000
  expect(await registry.metrics()).not.toMatch(/^paparazza_writable/m)
})
