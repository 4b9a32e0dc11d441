import type { Context } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { singleton } from '#lib/core/singleton.ts'
import { checkWritable } from '#lib/printers/check-writable.ts'
import { addBlobGauges } from './blob-metrics.ts'
import { addHistoryGauges } from './history-metrics.ts'
import { addPrinterMetrics } from './printer-metrics.ts'
import { addWritableGauge } from './writable-metrics.ts'

/** Listing a folder is free; S3 needs a request per thousand keys, which may be billed. */
const countEverySeconds = { disk: 5 * 60, s3: 60 * 60 }

/**
 * Adds the metrics read from the store that Next's routes have opened in this process. While it isn't open, or when opening failed,
 * `paparazza_store_up` is 0. To be called once.
 */
export function addStoreMetrics(): void {
  const source = {
    printers: { listPrinters: async () => (await getStore()).printers.listPrinters() },
    snapshots: {
      listCurrent: async () => (await getStore()).snapshots.listCurrent(),
    },
    retention: { listTotals: async () => (await getStore()).retention.listTotals() },
  }
  const blobSource = {
    async *list(prefix: string) {
      yield* (await getOpenContext()).blobs.list(prefix)
    },
  }
  const { blobs, dataDir, retention } = getEnv()
  addPrinterMetrics(source)
  addHistoryGauges(source, { dataDir, maxBytes: retention.maxBytes })
  addWritableGauge(async () => checkWritable(await getOpenContext()))
  addBlobGauges(blobSource, { everySeconds: countEverySeconds[blobs.kind] })
}

async function getStore(): Promise<Context['store']> {
  return (await getOpenContext()).store
}

/** Importing `lib/app-context/context.ts` itself would load all of it a second time, outside Next's bundles. */
async function getOpenContext(): Promise<Context> {
  const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
  const context = await holder.opening
  if (context === null) throw new Error('The store is not open.')
  return context
}
