import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { addHistoryGauges } from './history-metrics.ts'

test('a disk or a store that can’t be read is never reported as empty', async () => {
  const registry = new Registry()
  const source = { retention: { listTotals: () => Promise.reject(new Error('locked')) } }
  addHistoryGauges(source, { dataDir: '/nowhere/at/all', maxBytes: 5 }, registry)
  const text = await registry.metrics()
  expect(text).not.toMatch(/^paparazza_(history_bytes|history_pictures|data_disk)/m)
  expect(text).toContain('paparazza_history_limit_bytes 5')
})

test('the history’s size and the disk’s free space are those of the scrape', async () => {
  const registry = new Registry()
  let pictures = 2
  const listTotals = async () => new Map([[3, { pictures, bytes: pictures * 1000 }]])
  addHistoryGauges({ retention: { listTotals } }, { dataDir: '.', maxBytes: 5 }, registry)
  expect(await registry.metrics()).toContain('paparazza_history_bytes{printer="3"} 2000')
  pictures = 7
  const text = await registry.metrics()
  expect(text).toContain('paparazza_history_pictures{printer="3"} 7')
  expect(text).toMatch(/^paparazza_data_disk_free_bytes [1-9]\d+$/m)
  expect(text).toMatch(/^paparazza_data_disk_size_bytes [1-9]\d+$/m)
})
