import type { Metadata, Viewport } from 'next'
import { NotFound } from '#components/blog/not-found.tsx'
import { AccentDefinitions } from '#components/layout/accent-stroke.tsx'
import { getFirstFrame } from '#components/present/first-frame.ts'
import { PresentPrinter } from '#components/present/present-printer.tsx'
import { parseReplayChoice, type ReplayChoice } from '#components/present/replay-choice.ts'
import { Outage } from '#components/printer/outage.tsx'
import { printerPagePath } from '#lib/api/paths.ts'
import { getPrinter } from '../get-printer.ts'
import { queryHistory } from '../query-history.ts'

export const dynamic = 'force-dynamic'

/** The room is dark, whatever the device's theme. */
export const viewport: Viewport = { colorScheme: 'dark', themeColor: '#000' }

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ replay?: string | string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Printer' }
  return {
    title: printer.name,
    alternates: { canonical: printerPagePath(printer.id) },
    robots: { index: false },
  }
}

/** For the screen at a meetup. `?replay=off` shows nothing but now, `?replay=7` the printer's print 7 again. */
export default async function PresentPage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  if (printer === null) return <NotFound options={{ status: 404 }} />
  if (printer === 'outage') return <Outage />
  const asked = parseReplayChoice((await searchParams).replay)
  const film = asked.kind === 'print' ? await readFilm(printer.id, asked.number) : null
  const choice: ReplayChoice =
    asked.kind === 'print' && film === null
      ? { kind: 'unknown', given: String(asked.number) }
      : asked
  return (
    <>
      <AccentDefinitions />
      <PresentPrinter
        choice={choice}
        initial={printer}
        opening={film === null || film === 'outage' ? null : getFirstFrame(film.print, film.frames)}
        renderedAt={new Date().toISOString()}
      />
    </>
  )
}

function readFilm(id: number, number: number) {
  return queryHistory(async ({ printQueries }) => ({
    print: await printQueries.getPrint(id, number),
    frames: await printQueries.listFrames(id, number),
  }))
}
