'use client'

import { type PrinterWire, printerPagePath } from '#lib/printers/wire/printer.ts'
import { describeCamera, describeLink } from '#lib/printers/wire/sentences.ts'
import { FrameNow } from './frame-now.tsx'
import { Headline, PrinterName } from './headline.tsx'
import { Progress } from './progress.tsx'
import { useDecodedSnapshot } from './use-decoded-snapshot.ts'
import { useLivePrinter } from './use-live-printer.ts'

const sizes = '(min-width: 75rem) 40rem, (min-width: 64rem) 55vw, 100vw'

/** The printer in small, for home and overview; the whole of it leads to the printer's page. */
export function LiveCard({
  initial,
  renderedAt,
  isNamed = false,
}: {
  initial: PrinterWire
  renderedAt: string
  isNamed?: boolean
}) {
  const { printer, nowMs, pollFault } = useLivePrinter(initial, renderedAt)
  const shown = useDecodedSnapshot(printer.snapshot, sizes)
  // A blank frame says itself what the camera is up to.
  const camera = shown === null ? null : describeCamera(printer)
  const trouble = describeLink(printer, nowMs, pollFault) ?? camera
  return (
    <article className="live-card">
      <FrameNow isNamed={isNamed} nowMs={nowMs} printer={printer} shown={shown} sizes={sizes} />
      <p className="slug card-name">
        <PrinterName nowMs={nowMs} printer={printer} />
      </p>
      <h2 className="card-headline">
        <a className="card-link" href={printerPagePath(printer.id)}>
          <Headline printer={printer} />
        </a>
      </h2>
      {trouble === null ? (
        <Progress nowMs={nowMs} printer={printer} />
      ) : (
        <p className="mt-3">{trouble.title}</p>
      )}
    </article>
  )
}
