import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { singleton } from '#lib/core/singleton.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { insertSamplePrinter } from '#lib/storage/db/testing/samples.ts'
import { getRegistry } from './registry.ts'
import { addStoreMetrics } from './store-metrics.ts'

test('a store that isn’t open is reported as down, and its readings appear once it is open', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'store-metrics-'))
  singleton('env', () => ({ dataDir, blobs: { kind: 'disk' }, retention: { maxBytes: 1000 } }))
  const holder = singleton('context', () => ({ opening: null as Promise<object> | null }))
  addStoreMetrics()
  expect(await getRegistry().metrics()).toContain('paparazza_store_up 0')
  holder.opening = Promise.reject(new Error('damaged'))
  holder.opening.catch(() => undefined)
  expect(await getRegistry().metrics()).toContain('paparazza_store_up 0')

  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  await insertSamplePrinter(store.printers)
  holder.opening = Promise.resolve({ store, blobs: await openDiskBlobs(dataDir) })
  const text = await getRegistry().metrics()
  expect(text).toContain('paparazza_store_up 1')
  expect(text).toContain('paparazza_printer_state{printer="1",state="unknown"} 1')
  expect(text).toContain('paparazza_history_pictures{printer="1"} 0')
  expect(text).toContain('paparazza_stored_bytes{kind="original"} 0')
  await store.close()
  await rm(dataDir, { recursive: true })
})
