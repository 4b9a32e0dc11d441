'use client'

import { useEffect } from 'react'
import { formatPageTitle } from '#components/printer/page-title.ts'
import { useDecodedSnapshot } from '#components/printer/use-decoded-snapshot.ts'
import { useLivePrinter } from '#components/printer/use-live-printer.ts'
import { getFreshness } from '#lib/printers/wire/freshness.ts'
import type { PrinterWire } from '#lib/printers/wire/printer.ts'
import { getLastSeenAt } from '#lib/printers/wire/sentences.ts'
import { activeStates } from '#lib/printers/wire/states.ts'
import { Controls } from './controls.tsx'
import { LiveStage } from './live-stage.tsx'
import { ReplayStage } from './replay-stage.tsx'
import { useFullScreen } from './use-full-screen.ts'
import { useIdlePointer } from './use-idle-pointer.ts'
import { useKeys } from './use-keys.ts'
import { useReplay } from './use-replay.ts'
import { useWakeLock } from './use-wake-lock.ts'

const sizes = '100vw'

/** The printer for a room full of people: what it does now or, while it does nothing, the last print again, marked as that. */
export function PresentPrinter({
  initial,
  renderedAt,
  isReplaying,
}: {
  initial: PrinterWire
  renderedAt: string
  /** May the last print be shown where nothing prints? */
  isReplaying: boolean
}) {
  const { printer, nowMs, pollFault } = useLivePrinter(initial, renderedAt)
  const shown = useDecodedSnapshot(printer.snapshot, sizes)
  const isAtRest = printer.publishing && !isPrinting(printer, nowMs)
  const replay = useReplay(printer.id, isReplaying && isAtRest)
  const fullScreen = useFullScreen()
  const isPointerIdle = useIdlePointer()
  useWakeLock()
  useKeys({
    f: fullScreen.toggle,
    ...(replay !== null && {
      ' ': replay.toggle,
      arrowleft: () => replay.step(-1),
      arrowright: () => replay.step(1),
    }),
  })

  const live = formatPageTitle(printer, nowMs, pollFault)
  const title = replay === null ? live : `REPLAY · ${live}`
  useEffect(() => {
    document.title = title
  }, [title])

  const now = { printer, nowMs, pollFault }
  return (
    <main className={`present ${isPointerIdle ? 'present-idle' : ''}`}>
      <h1 className="sr-only">{printer.name}</h1>
      {replay === null ? (
        <LiveStage {...now} shown={shown} sizes={sizes} />
      ) : (
        <ReplayStage {...now} replay={replay} />
      )}
      <Controls fullScreen={fullScreen} printerId={printer.id} replay={replay} />
    </main>
  )
}

/** What is said of a printer that nobody has heard of for a day is no news: then, too, nothing prints that could be shown. */
function isPrinting(printer: PrinterWire, nowMs: number): boolean {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null || !activeStates.has(printer.state)) return false
  return getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds) !== 'silent'
}
