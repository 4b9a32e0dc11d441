import { getContext } from '#lib/context.ts'
import type { PrinterWire } from './wire/printer.ts'

export async function getPrinterView(id: number): Promise<PrinterWire | null> {
  return (await getContext()).views.getPrinter(id)
}

export async function listPrinterViews(): Promise<PrinterWire[]> {
  return (await getContext()).views.listPrinters()
}
