import type { EventEmitter } from 'node:events'
import type { PrinterEvents } from '../events.ts'
import type { PrinterStore } from '../ports.ts'
import { newPrinterSettings, type Printer, type PrinterChanges } from '../types.ts'
import type { RemotePrinterResponse } from './parse-response.ts'

/** Applies the settings of a remote printer's owner to the printer's row here. */
export interface RemoteSync {
  /** @returns the printer afterwards; `null` if it doesn't exist */
  apply(id: number, response: RemotePrinterResponse): Promise<Printer | null>
}

/** The name until its server has sent one. */
function getDefaultName(id: number): string {
  return `Printer ${id}`
}

/** Inserts the remote printers that don't exist yet. */
export async function ensureRemotePrinters(
  printers: PrinterStore,
  ids: Iterable<number>,
): Promise<void> {
  for (const id of ids) {
    if ((await printers.getPrinter(id)) !== null) continue
    const printer = { ...newPrinterSettings, id, name: getDefaultName(id) }
    await printers.insertPrinter(printer).catch(async (error: unknown) => {
      // Another replica that starts at the same time may have inserted it.
      if ((await printers.getPrinter(id)) === null) throw error
    })
  }
}

/**
 * A camera paused there is paused here, from the first response on. It resumes here only after a response that shows it resumed
 * there: a camera paused here stays paused. A name given here stays, too.
 */
export function createRemoteSync(
  printers: PrinterStore,
  events: EventEmitter<PrinterEvents>,
): RemoteSync {
  const lastResponses = new Map<number, { name: string | null; isPublishing: boolean }>()

  return {
    async apply(id, { name, isPublishing }) {
      const printer = await printers.getPrinter(id)
      if (printer === null) return null
      const before = lastResponses.get(id)
      lastResponses.set(id, { name, isPublishing })
      const hasTheirName = printer.name === getDefaultName(id) || printer.name === before?.name
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
