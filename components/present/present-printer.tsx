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
import type { ShownFrame } from './first-frame.ts'
import { LiveView } from './live-view.tsx'
import type { ReplayChoice } from './replay-choice.ts'
import { ReplayView } from './replay-view.tsx'
import { useFullScreen } from './use-full-screen.ts'
import { useIdlePointer } from './use-idle-pointer.ts'
import { useKeys } from './use-keys.ts'
import { type Replay, useReplay } from './use-replay.ts'
import { useWakeLock } from './use-wake-lock.ts'

const sizes = '100vw'

/**
 * The printer for a room full of people: what it does now or, while it does nothing, the last print again, marked as that. A print
 * that is chosen is shown whatever the printer does: whoever puts it on the wall wants that one.
 */
export function PresentPrinter({
  initial,
  renderedAt,
  choice,
  opening,
}: {
  initial: ApiPrinter
  renderedAt: string
  choice: ReplayChoice
  /** Of the print that is chosen, until the whole of it is there. */
  opening: ShownFrame | null
}) {
  const { printer, nowMs, pollFault } = useLivePrinter(initial, renderedAt)
  const shown = useDecodedSnapshot(printer.snapshot, sizes)
  const wanted = chooseFilm(choice, printer, nowMs)
  const film = useReplay(printer.id, wanted)
  const replay = film === 'nothing' ? null : film
  const again = film === null && wanted !== null ? opening : replay
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
  const title = again === null ? live : `REPLAY · ${live}`
  useEffect(() => {
    document.title = title
  }, [title])

  const now = { printer, nowMs, pollFault }
  return (
    <main className={`present ${isPointerIdle ? 'present-idle' : ''}`}>
      <h1 className="sr-only">{printer.name}</h1>
      {again === null ? (
        <LiveView {...now} notice={tellLack(choice, film)} shown={shown} sizes={sizes} />
      ) : (
        <ReplayView {...now} replay={again} />
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

/** Nothing while the owner lets the camera rest, on whatever wall it hangs. */
function chooseFilm(choice: ReplayChoice, printer: ApiPrinter, nowMs: number) {
  if (!printer.publishing) return null
  if (choice.kind === 'print') return choice.number
  return choice.kind === 'last' && !isPrinting(printer, nowMs) ? 'last' : null
}

/** Why what the address asks for isn't shown. */
function tellLack(choice: ReplayChoice, film: Replay | 'nothing' | null): string | null {
  const instead = 'Showing the current state instead.'
  if (choice.kind === 'unknown') return `This printer has no print “${choice.given}”. ${instead}`
  if (choice.kind === 'print' && film === 'nothing')
    return `Print ${choice.number} has no pictures to replay. ${instead}`
  return null
}

/** What is said of a printer that nobody has heard of for a day is no news: then, too, nothing prints that could be shown. */
function isPrinting(printer: ApiPrinter, nowMs: number): boolean {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null || !activeStates.has(printer.state)) return false
  return getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds) !== 'silent'
}
