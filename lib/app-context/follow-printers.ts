import { getContentEvents } from '#lib/core/content-events.ts'
import { contentTag } from '#lib/core/page-options.ts'
import type { getPrinterEvents } from '#lib/printers/events.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'
import type { Printer } from '#lib/printers/types.ts'
import { setParts } from '#lib/site/navigation.ts'

/**
 * Notes whether there are printers, now and when one changes, for the navigation of all pages: a post must not query the store. While
 * the store is down the last answer stays.
 * @param onListed called with all printers, now and when one changes
 * @returns stops it
 */
export function followPrinters(
  store: Pick<PrinterStore, 'listPrinters'>,
  events: ReturnType<typeof getPrinterEvents>,
  onListed: (printers: readonly Printer[]) => void,
): () => void {
  const note = async () => {
    const printers = await store.listPrinters().catch(() => null)
    if (printers === null) return
    onListed(printers)
    if (setParts({ hasPrinters: printers.length > 0 }))
      getContentEvents().emit('changed', [contentTag])
  }
  events.on('changed', note)
  void note()
  return () => events.off('changed', note)
}
