'use client'

import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { cardSizes, PrinterCard } from './printer-card.tsx'
import { useDecodedSnapshot } from './use-decoded-snapshot.ts'
import { useLivePrinter } from './use-live-printer.ts'

/** A printer card that polls with SWR, for pages that load React anyway. */
export function LiveCard({ initial, renderedAt }: { initial: ApiPrinter; renderedAt: string }) {
  const state = useLivePrinter(initial, renderedAt)
  const shown = useDecodedSnapshot(state.printer.snapshot, cardSizes)
  return <PrinterCard {...state} shown={shown} />
}
