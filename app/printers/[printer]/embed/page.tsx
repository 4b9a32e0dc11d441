import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { EmbeddedPrinter } from '#components/embed/embedded-printer.tsx'
import { PencilDefinitions } from '#components/layout/pencil.tsx'
import { printerPagePath } from '#lib/printers/wire/printer.ts'
import { readPrinter } from '../read-printer.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ theme?: string | string[] }>
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

/** A printer in other people's pages: light, dark, or as their reader's device has it. */
export default async function EmbedPage({ params, searchParams }: Props) {
  const printer = await readPrinter((await params).printer)
  if (printer === null) notFound()
  const { theme } = await searchParams
  return (
    <main
      className="embed-page"
      data-theme={theme === 'light' || theme === 'dark' ? theme : 'auto'}
    >
      <PencilDefinitions />
      {printer === 'outage' ? (
        <p className="embed-outage">The printer can’t be asked just now. Look again in a minute.</p>
      ) : (
        <EmbeddedPrinter initial={printer} renderedAt={new Date().toISOString()} />
      )}
    </main>
  )
}
