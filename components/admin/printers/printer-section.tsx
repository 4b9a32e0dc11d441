'use client'

import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import { Cameras } from './cameras.tsx'
import { PauseCamera } from './pause-camera.tsx'
import { PrinterGlance } from './printer-glance.tsx'
import { PrinterSettings } from './printer-settings.tsx'
import { PurgeHistory } from './purge-history.tsx'
import { Refusals } from './refusals.tsx'
import { RemovePrinter } from './remove-printer.tsx'
import { Tokens } from './tokens.tsx'

export function PrinterSection({
  printer,
  nowMs,
  siteUrl,
  onChanged,
  onRemoved,
}: {
  printer: ApiManagedPrinter
  nowMs: number
  siteUrl: string
  onChanged: (message: string) => void
  /** The section is gone, and with it the element that had the focus. */
  onRemoved: () => void
}) {
  return (
    <section className="page-section">
      <h2 className="section-label">
        <a className="text-link" href={printerPagePath(printer.id)}>
          <bdi>{printer.label}</bdi>
        </a>
      </h2>
      <div className="min-w-0">
        <PauseCamera onChanged={onChanged} printer={printer} />
        <PrinterGlance nowMs={nowMs} printer={printer} />
        <Cameras onChanged={onChanged} printer={printer} />
        <Refusals refusals={printer.refusals} />
        {printer.is_remote ? (
          <p className="admin-facts mt-8">Its reports are read from another site’s API.</p>
        ) : (
          <Tokens onChanged={onChanged} printer={printer} siteUrl={siteUrl} />
        )}
        <PrinterSettings onChanged={onChanged} printer={printer} />
        <PurgeHistory onChanged={onChanged} printer={printer} />
        <RemovePrinter
          onRemoved={() => {
            onRemoved()
            onChanged(`“${printer.label}” was deleted with its history.`)
          }}
          printer={printer}
        />
      </div>
    </section>
  )
}
