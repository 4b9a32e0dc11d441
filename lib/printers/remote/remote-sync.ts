import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from '../events.ts'
import type { PrinterStore } from '../ports.ts'
import type { Printer, PrinterChanges } from '../types.ts'
import type { RemotePrinterResponse } from './parse-response.ts'

/** Brings what the owner of a remote printer has decided there to our own record of it. */
export interface RemoteSync {
  /** @returns the record as it is now; `null` where there is none */
  follow(id: number, told: RemotePrinterResponse): Promise<Printer | null>
}

/** What a printer is called until its server says its name. */
function nameUnheard(id: number): string {
  return `Printer ${id}`
}

/** Makes the record of each remote printer that has none. */
export async function ensureRemotePrinters(
  printers: PrinterStore,
  ids: Iterable<number>,
): Promise<void> {
  for (const id of ids) {
    if ((await printers.getPrinter(id)) !== null) continue
    const printer = {
      id,
      name: nameUnheard(id),
      isPublishing: true,
      publishesTemperatures: true,
      publishesJobName: true,
      jobAlias: null,
    }
    await printers.insertPrinter(printer).catch(async (error: unknown) => {
      // A replica that starts at the same time may have been first.
      if ((await printers.getPrinter(id)) === null) throw error
    })
  }
}

/**
 * A camera that its owner lets rest there rests here, from the first answer that says so. It wakes here only where it is seen to
 * wake there: what was paused here stays paused. A name given here stays, too.
 */
export function createRemoteSync(
  printers: PrinterStore,
  events: EventEmitter<PrinterEvents>,
): RemoteSync {
  const heard = new Map<number, { name: string | null; isPublishing: boolean }>()

  return {
    async follow(id, { name, isPublishing }) {
      const printer = await printers.getPrinter(id)
      if (printer === null) return null
      const before = heard.get(id)
      heard.set(id, { name, isPublishing })
      const hasTheirName = printer.name === nameUnheard(id) || printer.name === before?.name
      const changes: PrinterChanges = {
        ...(name !== null && name !== printer.name && hasTheirName && { name }),
        ...(!isPublishing && printer.isPublishing && { isPublishing: false }),
        ...(isPublishing &&
          !printer.isPublishing &&
          before?.isPublishing === false && { isPublishing: true }),
      }
      if (Object.keys(changes).length === 0) return printer
      const changed = await printers.updatePrinter(id, changes)
      events.emit('changed', id)
      return changed
    },
  }
}
