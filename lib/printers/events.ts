import { EventEmitter } from 'node:events'
import { once } from '#lib/once.ts'

interface PrinterEvents {
  /** Something that visitors can see of this printer has changed. */
  changed: [printerId: number]
}

/** Process-wide: routes tell, the front door's public cache listens. */
export function getPrinterEvents(): EventEmitter<PrinterEvents> {
  return once('printer-events', () => new EventEmitter<PrinterEvents>())
}
