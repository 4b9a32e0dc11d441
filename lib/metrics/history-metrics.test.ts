import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { noon } from '#lib/storage/db/testing/samples.ts'
import { addHistoryGauges, type HistorySource } from './history-metrics.ts'

function makeSource(pictures: () => number): HistorySource & { reads: number } {
  const printer = { id: 3, name: '', isPublishing: true, publishesTemperatures: true }
  const source = {
    reads: 0,
    printers: {
      listPrinters: async () => [
        {
          ...printer,
          publishesJobName: true,
          jobAlias: null,
          publishesPrintsSince: null,
          createdAt: noon,
        },
      ],
    },
    retention: {
      listStored: async () => {
        source.reads++
        return Array.from({ length: pictures() }, (_, id) => ({
          id,
          sha256: '',
          bytes: 1000,
          capturedAt: noon,
          jobName: null,
        }))
      },
    },
  }
  return source
}

test('a disk or a store that can’t be read is never reported as empty', async () => {
  const registry = new Registry()
  const source = makeSource(() => {
    throw new Error('locked')
  })
  addHistoryGauges(source, { dataDir: '/nowhere/at/all', maxBytes: 5 }, registry)
  const text = await registry.metrics()
  expect(text).not.toMatch(/^paparazza_(history_bytes|history_pictures|data_disk)/m)
  expect(text).toContain('paparazza_history_limit_bytes 5')
})

test('the history’s size and the disk’s free space are reported, and not counted at every scrape', async () => {
  const registry = new Registry()
  let nowMs = 0
  let pictures = 2
  const source = makeSource(() => pictures)
  addHistoryGauges(source, { dataDir: '.', maxBytes: 5 }, registry, () => nowMs)
  expect(await registry.metrics()).toContain('paparazza_history_bytes{printer="3"} 2000')
  pictures = 7
  nowMs = 60_000
  expect(await registry.metrics()).toContain('paparazza_history_pictures{printer="3"} 2')
  expect(source.reads).toBe(1)
  nowMs = 300_000
  const text = await registry.metrics()
  expect(text).toContain('paparazza_history_pictures{printer="3"} 7')
  expect(text).toMatch(/^paparazza_data_disk_free_bytes [1-9]\d+$/m)
  expect(text).toMatch(/^paparazza_data_disk_size_bytes [1-9]\d+$/m)
})
