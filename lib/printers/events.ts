import { EventEmitter } from 'node:events'
import { singleton } from '#lib/core/singleton.ts'

export interface PrinterEvents {
  /** Something that visitors can see of this printer has changed. */
  changed: [printerId: number]
  /** Pictures were deleted: no held copy of any picture may be given out any more. */
  forgotten: []
}

/** Process-wide: routes tell, the front door's public cache listens. */
export function getPrinterEvents(): EventEmitter<PrinterEvents> {
  return singleton('printer-events', () => new EventEmitter<PrinterEvents>())
}
