import type { Metadata, Viewport } from 'next'
import { Lost } from '#components/blog/lost.tsx'
import { PencilDefinitions } from '#components/layout/pencil.tsx'
import { PresentPrinter } from '#components/present/present-printer.tsx'
import { Outage } from '#components/printer/outage.tsx'
import { printerPagePath } from '#lib/printers/wire/printer.ts'
import { readPrinter } from '../read-printer.ts'

export const dynamic = 'force-dynamic'

/** The room is dark, whatever the device's theme. */
export const viewport: Viewport = { colorScheme: 'dark', themeColor: '#000' }

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ replay?: string | string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const printer = await readPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Printer' }
  return {
    title: printer.name,
    alternates: { canonical: printerPagePath(printer.id) },
    robots: { index: false },
  }
}

/** For the screen at a meetup. `?replay=off` shows nothing but now. */
export default async function PresentPage({ params, searchParams }: Props) {
  const printer = await readPrinter((await params).printer)
  if (printer === null) return <Lost wishes={{ status: 404 }} />
  if (printer === 'outage') return <Outage />
  const { replay } = await searchParams
  return (
    <>
      <PencilDefinitions />
      <PresentPrinter
        initial={printer}
        isReplaying={replay !== 'off'}
        renderedAt={new Date().toISOString()}
      />
    </>
  )
}
