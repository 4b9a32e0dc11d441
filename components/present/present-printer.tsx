'use client'

import { useEffect } from 'react'
import { formatPageTitle } from '#components/printer/page-title.ts'
import { useDecodedSnapshot } from '#components/printer/use-decoded-snapshot.ts'
import { useLivePrinter } from '#components/printer/use-live-printer.ts'
import { getFreshness } from '#lib/api/freshness.ts'
import { printPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { getLastSeenAt } from '#lib/api/sentences.ts'
import { activeStates } from '#lib/api/states.ts'
import { Controls } from './controls.tsx'
import { LiveView } from './live-view.tsx'
import type { ReplayChoice } from './replay-choice.ts'
import type { ShownFrame } from './replay-frames.ts'
import { ReplayView } from './replay-view.tsx'
import { type Replay, useReplay } from './use-replay.ts'
import { useFullScreen, useIdlePointer, useKeys, useWakeLock } from './use-screen.ts'

const sizes = '100vw'

/**
 * The printer for a projector: its current state or, while it is idle, a replay of the last print, marked as a replay. A print
 * chosen in the URL is replayed regardless of what the printer does.
 */
export function PresentPrinter({
  initial,
  renderedAt,
  camera = 1,
  choice,
  firstFrame,
}: {
  initial: ApiPrinter
  renderedAt: string
  /** Of the live view; a replay has the first one's pictures. */
  camera?: number
  choice: ReplayChoice
  /** Shown until the chosen print has loaded. */
  firstFrame: ShownFrame | null
}) {
  const { printer, nowMs, pollError } = useLivePrinter(initial, renderedAt, camera)
  const shown = useDecodedSnapshot(printer.snapshot, sizes)
  const chosen = chooseReplay(choice, printer, nowMs)
  const loaded = useReplay(printer.id, chosen)
  const replay = loaded === 'nothing' ? null : loaded
  const shownFrame = loaded === null && chosen !== null ? firstFrame : replay
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

  const live = formatPageTitle(printer, nowMs, pollError)
  const title = shownFrame === null ? live : `REPLAY · ${live}`
  useEffect(() => {
    document.title = title
  }, [title])

  const now = { printer, nowMs, pollError }
  return (
    <main className={`present ${isPointerIdle ? 'present-idle' : ''}`}>
      {shownFrame === null ? (
        <LiveView {...now} notice={explainMissing(choice, loaded)} shown={shown} sizes={sizes} />
      ) : (
        <ReplayView {...now} replay={shownFrame} />
      )}
      {choice.kind === 'print' && (
        <noscript>
          <p className="present-text present-aside">
            Replay needs JavaScript. All pictures are on{' '}
            <a href={printPagePath(printer.id, choice.number)}>the print’s page</a>.
          </p>
        </noscript>
      )}
      <Controls fullScreen={fullScreen} printerId={printer.id} replay={replay} />
    </main>
  )
}

/** Which print to replay; `null` for none, always while the owner has paused pictures. */
function chooseReplay(choice: ReplayChoice, printer: ApiPrinter, nowMs: number) {
  if (!printer.publishing) return null
  if (choice.kind === 'print') return choice.number
  return choice.kind === 'last' && !isPrinting(printer, nowMs) ? 'last' : null
}

/** Why the requested replay isn't shown. */
function explainMissing(choice: ReplayChoice, loaded: Replay | 'nothing' | null): string | null {
  const instead = 'Showing the current state instead.'
  if (choice.kind === 'unknown') return `This printer has no print “${choice.given}”. ${instead}`
  if (choice.kind === 'print' && loaded === 'nothing')
    return `Print ${choice.number} has no pictures to replay. ${instead}`
  return null
}

/** A printer that has been silent for a day doesn't count as printing, whatever it last reported. */
function isPrinting(printer: ApiPrinter, nowMs: number): boolean {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null || !activeStates.has(printer.state)) return false
  return getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds) !== 'silent'
}
