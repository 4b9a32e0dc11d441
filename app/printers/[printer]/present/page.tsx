import type { Viewport } from 'next'
import { AccentDefinitions } from '#components/layout/accent-stroke.tsx'
import { PageOptionsMeta } from '#components/layout/page-options.tsx'
import { PresentPrinter } from '#components/present/present-printer.tsx'
import { parseReplayChoice, type ReplayChoice } from '#components/present/replay-choice.ts'
import { getFirstFrame } from '#components/present/replay-frames.ts'
import { MissingCamera } from '#components/printer/camera-tabs.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { chooseCamera } from '#lib/api/cameras.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'
import { queryHistory } from '../../store-outage.ts'
import { getPrinter } from '../get-printer.ts'

export { getScreenMetadata as generateMetadata } from '../printer-metadata.ts'

export const dynamic = 'force-dynamic'

/** Always dark, for a dark room. */
export function generateViewport(): Viewport {
  return { colorScheme: 'dark', themeColor: getTheme().dark.frame }
}

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ replay?: string | string[]; camera?: string | string[] }>
}

/** For a projector. `?replay=off` never replays, `?replay=7` replays print 7, `?camera=2` shows the second camera. */
export default async function PresentPage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return <MissingPrinter found={printer} />
  const query = await searchParams
  const camera = chooseCamera(printer, query.camera)
  if (camera === null)
    return <MissingCamera path={`${printerPagePath(printer.id)}/present`} printer={printer} />
  const requested = parseReplayChoice(query.replay)
  const replay = requested.kind === 'print' ? await getReplay(printer.id, requested.number) : null
  const choice: ReplayChoice =
    requested.kind === 'print' && replay === null
      ? { kind: 'unknown', given: String(requested.number) }
      : requested
  return (
    <>
      <PageOptionsMeta options={{ cache: untilPrinterChanges(printerTag(printer.id)) }} />
      <AccentDefinitions />
      <PresentPrinter
        camera={camera}
        choice={choice}
        initial={printer}
        firstFrame={
          replay === null || replay === 'outage' ? null : getFirstFrame(replay.print, replay.frames)
        }
        renderedAt={new Date().toISOString()}
      />
    </>
  )
}

function getReplay(id: number, number: number) {
  return queryHistory(async ({ printQueries }) => ({
    print: await printQueries.getPrint(id, number),
    frames: await printQueries.listFrames(id, number),
  }))
}
