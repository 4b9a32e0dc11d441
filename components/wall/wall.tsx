'use client'

import { useFullScreen, useKeys, useWakeLock } from '#components/present/use-screen.ts'
import { FrameNow } from '#components/printer/frame-now.tsx'
import { Headline } from '#components/printer/headline.tsx'
import { useDecodedSnapshot } from '#components/printer/use-decoded-snapshot.ts'
import { useLivePrinter } from '#components/printer/use-live-printer.ts'
import { describeCamera, describeLink } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'

/** All printers, and all cameras of each, on one screen: every cell polls, and says itself what it can't know. */
export function Wall({
  printers,
  renderedAt,
}: {
  printers: readonly ApiPrinter[]
  renderedAt: string
}) {
  const { toggle } = useFullScreen()
  useWakeLock()
  useKeys({ f: toggle })
  // Their number decides the columns: app/styles/wall.css.
  const cells = printers.flatMap((printer) =>
    (printer.cameras ?? [{ id: 1, name: null }]).map(({ id, name }) => ({ printer, id, name })),
  )
  return (
    <main className="wall">
      <h1 className="sr-only">All printers</h1>
      {cells.length === 0 && <p className="wall-none">No printers yet.</p>}
      {cells.map(({ printer, id, name }) => (
        <Cell
          camera={id}
          cameraName={name}
          initial={printer}
          key={`${printer.id} ${id}`}
          renderedAt={renderedAt}
        />
      ))}
    </main>
  )
}

function Cell({
  initial,
  renderedAt,
  camera,
  cameraName,
}: {
  initial: ApiPrinter
  renderedAt: string
  camera: number
  /** `null` where the printer has only one. */
  cameraName: string | null
}) {
  const { printer, nowMs, pollError } = useLivePrinter(initial, renderedAt, camera)
  const sizes = '(orientation: portrait) 50vw, 34vw'
  const shown = useDecodedSnapshot(printer.snapshot, sizes)
  const missing = shown === null ? null : describeCamera(printer)
  const trouble = describeLink(printer, nowMs, pollError) ?? missing
  return (
    <article className="wall-cell">
      <div className="wall-picture fit-frame">
        <FrameNow nowMs={nowMs} printer={printer} shown={shown} sizes={sizes} />
      </div>
      <div className="wall-text">
        <p className="wall-name label">
          <bdi>{printer.name}</bdi>
          {cameraName !== null && (
            <>
              {' · '}
              <bdi>{cameraName}</bdi>
            </>
          )}
        </p>
        <h2 className="wall-state">
          <Headline nowMs={nowMs} printer={printer} />
        </h2>
        {trouble !== null && <p className="wall-trouble">{trouble.title}</p>}
      </div>
    </article>
  )
}
