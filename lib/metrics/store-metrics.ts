import type { Context } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { singleton } from '#lib/core/singleton.ts'
import { addBlobGauges } from './blob-metrics.ts'
import { addHistoryGauges } from './history-metrics.ts'
import { addPrinterMetrics } from './printer-metrics.ts'

/** Reading a folder costs nothing; where every thousand names are a request, they may be billed. */
const countEverySeconds = { disk: 5 * 60, s3: 60 * 60 }

/**
 * Adds what the store of this process tells, for the front door to call once. The store is the one that Next's routes have opened;
 * as long as there is none, or where it failed, `paparazza_store_up` is 0.
 */
export function addStoreMetrics(): void {
  const source = {
    printers: { listPrinters: async () => (await getStore()).printers.listPrinters() },
    snapshots: {
      getCurrent: async (printerId: number) => (await getStore()).snapshots.getCurrent(printerId),
      listSnapshots: async (...given: Parameters<Context['store']['snapshots']['listSnapshots']>) =>
        (await getStore()).snapshots.listSnapshots(...given),
    },
    retention: {
      listStored: async (printerId: number) => (await getStore()).retention.listStored(printerId),
    },
  }
  const stored = {
    async *list(prefix: string) {
      yield* (await getOpened()).blobs.list(prefix)
    },
  }
  const { blobs, dataDir, retention } = getEnv()
  addPrinterMetrics(source)
  addHistoryGauges(source, { dataDir, maxBytes: retention.maxBytes })
  addBlobGauges(stored, { everySeconds: countEverySeconds[blobs.kind] })
}

async function getStore(): Promise<Context['store']> {
  return (await getOpened()).store
}

/** Importing `lib/app-context/context.ts` itself would load all of it a second time, outside Next's bundles. */
async function getOpened(): Promise<Context> {
  const holder = singleton('context', () => ({ opening: null as Promise<Context> | null }))
  const context = await holder.opening
  if (context === null) throw new Error('The store is shut.')
  return context
}
