import type { Metadata } from 'next'
import { PageShell } from '#components/layout/page-shell.tsx'
import { AboutThePicture } from '#components/printer/about-the-picture.tsx'
import { LivePrinter } from '#components/printer/live-printer.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { formatPageTitle } from '#components/printer/page-title.ts'
import { StartCommand } from '#components/printer/start-command.tsx'
import { printerPagePath, printerTextPath } from '#lib/api/paths.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { describePrinter, getLastSeenAt } from '#lib/api/sentences.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { site } from '#lib/core/site.ts'
import { getPrinter } from './get-printer.ts'
import { PrinterHistory } from './printer-history.tsx'
import { findPrintsFeeds } from './prints/find-feeds.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ printer: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Printer' }
  const contents = printer.publishing ? 'Picture and readings' : 'Readings'
  const title = describePrinter(printer, Date.now(), site.timeZone)
  const description = `${title}. ${contents} with their age.`
  const { snapshot, image } = printer
  return {
    title: { absolute: formatPageTitle(printer, Date.now()) },
    description,
    alternates: {
      canonical: printerPagePath(printer.id),
      types: {
        ...findPrintsFeeds(printer),
        'application/json+oembed': getOembedUrl(printer.id),
        'text/plain': printerTextPath(printer.id),
      },
    },
    openGraph: {
      title,
      description,
      url: printerPagePath(printer.id),
      ...(image !== null && { images: [describeImage(image, snapshot, printer.name)] }),
    },
    twitter: { card: image === null ? 'summary' : 'summary_large_image' },
  }
}

/** This page's oEmbed URL. */
function getOembedUrl(id: number): string {
  const { siteUrl } = getEnv()
  return `${siteUrl}/api/oembed?url=${encodeURIComponent(siteUrl + printerPagePath(id))}`
}

/** With its size, a link preview can be laid out before the picture loads. */
function describeImage(url: string, snapshot: ApiSnapshot | null, name: string) {
  const width = snapshot?.sources.find((source) => source.url === url)?.width
  if (snapshot === null || width === undefined) return { url, alt: name }
  const height = Math.round((snapshot.height * width) / snapshot.width)
  return { url, width, height, type: 'image/jpeg', alt: snapshot.alt }
}

export default async function PrinterPage({ params }: Props) {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return <MissingPrinter found={printer} />
  const path = printerPagePath(printer.id)
  return (
    <PageShell
      options={{ scripts: 'deferred', cache: untilPrinterChanges(printerTag(printer.id)) }}
      place="printer"
    >
      <LivePrinter initial={printer} renderedAt={new Date().toISOString()} />
      {getLastSeenAt(printer) === null && printer.remote === undefined && (
        <StartCommand printerId={printer.id} />
      )}
      <PrinterHistory id={printer.id} />
      <AboutThePicture
        everySeconds={printer.interval_seconds}
        remoteHost={printer.remote?.host ?? null}
      />
      <p className="mt-10">
        <a className="text-link" href={`${path}/present`}>
          Show it on a projector
        </a>{' '}
        or{' '}
        <a className="text-link" href={`${path}/share`}>
          on another site
        </a>
        .
      </p>
    </PageShell>
  )
}
