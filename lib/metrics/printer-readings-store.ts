import type { Context } from '../context.ts'
import { getEnv } from '../env.ts'
import { once } from '../once.ts'
import { addPrinterReadings } from './printer-readings.ts'
import { addKeptGauges } from './printer-readings-kept.ts'

/**
 * Adds what the store of this process tells, for the front door to call once. The store is the one that Next's routes have opened;
 * as long as there is none, or where it failed, `paparazza_store_up` is 0.
 */
export function addStoreMetrics(): void {
  const source = {
    printers: { listPrinters: async () => (await getOpened()).printers.listPrinters() },
    snapshots: {
      getCurrent: async (printerId: number) => (await getOpened()).snapshots.getCurrent(printerId),
      listSnapshots: async (...given: Parameters<Context['store']['snapshots']['listSnapshots']>) =>
        (await getOpened()).snapshots.listSnapshots(...given),
    },
    keeper: {
      listKept: async (printerId: number) => (await getOpened()).keeper.listKept(printerId),
    },
  }
  const { dataDir, retention } = getEnv()
  addPrinterReadings(source)
  addKeptGauges(source, { dataDir, maxBytes: retention.maxBytes })
}

/** Importing `lib/context.ts` itself would load all of it a second time, outside Next's bundles. */
async function getOpened(): Promise<Context['store']> {
  const holder = once('context', () => ({ opening: null as Promise<Context> | null }))
  const context = await holder.opening
  if (context === null) throw new Error('The store is shut.')
  return context.store
}
