import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { Store } from './ports.ts'
import { requirePrinter } from './require-printer.ts'
import { type SerializeSettings, serializePrinter } from './serialize.ts'
import type { Printer } from './types.ts'

export interface PrinterQueries {
  getPrinter(id: number): Promise<ApiPrinter | null>
  /** @throws DomainError `printer-not-found` */
  requirePrinter(id: number): Promise<ApiPrinter>
  listPrinters(): Promise<ApiPrinter[]>
}

/** The API's printer objects, for pages, polls and feeds. */
export function createPrinterQueries(
  { printers, snapshots }: Pick<Store, 'printers' | 'snapshots'>,
  settings: SerializeSettings,
): PrinterQueries {
  const serialize = async (printer: Printer) =>
    serializePrinter(printer, await snapshots.getCurrent(printer.id), settings)

  async function listPrinters(): Promise<ApiPrinter[]> {
    const current = await snapshots.listCurrent()
    return (await printers.listPrinters()).flatMap((printer) => {
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
    listPrinters,
  }
}
