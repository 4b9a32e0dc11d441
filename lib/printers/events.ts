import { EventEmitter } from 'node:events'
import { singleton } from '#lib/core/singleton.ts'

export interface PrinterEvents {
  /** Public data of this printer has changed. */
  changed: [printerId: number]
  /** Pictures were deleted: cached pictures must not be served any more. */
  'pictures-deleted': []
  /** What pages show of web mentions has changed. */
  'mentions-changed': []
  /** There may be something to send: a channel was added or changed, or a visitor waits. */
  'channels-changed': []
}

/** Process-wide: routes emit, the public cache of the HTTP server listens. */
export function getPrinterEvents(): EventEmitter<PrinterEvents> {
  return singleton('printer-events', () => new EventEmitter<PrinterEvents>())
}
