import { orderPrinters } from '#lib/api/order-printers.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { Store } from './ports.ts'
import { requirePrinter } from './require-printer.ts'
import {
  type ApiPrivatePrinter,
  type SerializeSettings,
  serializePrinter,
  serializePrivate,
} from './serialize.ts'
import type { Printer } from './types.ts'

export interface PrinterQueries {
  getPrinter(id: number): Promise<ApiPrinter | null>
  /** @throws DomainError `printer-not-found` */
  requirePrinter(id: number): Promise<ApiPrinter>
  /**
   * With what isn't public: the job's name, temperatures, and while the camera is paused the last picture before.
   * @throws DomainError `printer-not-found`
   */
  requirePrivate(id: number): Promise<ApiPrivatePrinter>
  listPrinters(): Promise<ApiPrinter[]>
  /** In the owner's order; without one the liveliest first. */
  listByRank(): Promise<ApiPrinter[]>
}

/** The API's printer objects, for pages, polls and feeds. */
export function createPrinterQueries(
  { printers, snapshots }: Pick<Store, 'printers' | 'snapshots'>,
  settings: SerializeSettings,
): PrinterQueries {
  const serialize = async (printer: Printer) =>
    serializePrinter(printer, await snapshots.getCurrent(printer.id), settings)

  async function listPrinters(): Promise<ApiPrinter[]> {
    return await serializeAll(await printers.listPrinters())
  }

  async function serializeAll(all: readonly Printer[]): Promise<ApiPrinter[]> {
    const current = await snapshots.listCurrent()
    return all.flatMap((printer) => {
      const found = current.get(printer.id)
      return found === undefined ? [] : [serializePrinter(printer, found, settings)]
    })
  }

  return {
    async getPrinter(id) {
      const printer = await printers.getPrinter(id)
      return printer === null ? null : serialize(printer)
    },
    requirePrinter: async (id) => serialize(await requirePrinter({ printers }, id)),
    async requirePrivate(id) {
      const printer = await requirePrinter({ printers }, id)
      return serializePrivate(printer, await snapshots.getCurrent(id), settings)
    },
    listPrinters,
    async listByRank() {
      const all = await printers.listPrinters()
      const shown = await serializeAll(all)
      const isOrdered = all.some(({ position }) => position !== null)
      return isOrdered ? shown : orderPrinters(shown, Date.now())
    },
  }
}
