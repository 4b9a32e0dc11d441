import type { Metadata } from 'next'
import { PageShell } from '#components/layout/page-shell.tsx'
import { CameraTabs, MissingCamera } from '#components/printer/camera-tabs.tsx'
import { MissingPrinter } from '#components/printer/outage.tsx'
import { listSnippets, Snippets } from '#components/share/snippets.tsx'
import { chooseCamera } from '#lib/api/cameras.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { printerTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { measureCard } from '#lib/printers/embeds/card-size.ts'
import { getPrinter } from '../get-printer.ts'
import { describePrinterPage } from '../printer-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = {
  params: Promise<{ printer: string }>
  searchParams: Promise<{ camera?: string | string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return { title: 'Printer' }
  return describePrinterPage(printer, {
    path: `${printerPagePath(printer.id)}/share`,
    title: `Share ${printer.name}`,
    description: `Show ${printer.name} in a README, on a website, in a terminal or on a projector.`,
  })
}

export default async function SharePage({ params, searchParams }: Props) {
  const printer = await getPrinter((await params).printer)
  if (printer === null || printer === 'outage') return <MissingPrinter found={printer} />
  const path = `${printerPagePath(printer.id)}/share`
  const camera = chooseCamera(printer, (await searchParams).camera)
  if (camera === null) return <MissingCamera path={path} printer={printer} />
  const { siteUrl } = getEnv()
  return (
    <PageShell options={{ cache: untilPrinterChanges(printerTag(printer.id)) }} place="printer">
      <article className="grid gap-[clamp(2rem,5vw,4rem)]">
        <header>
          <p className="label text-quiet">
            <a className="text-link" href={printerPagePath(printer.id)}>
              <bdi>{printer.name}</bdi>
            </a>
          </p>
          <h1 className="headline mt-3 mb-5">Share this printer</h1>
          <p className="lead">Copy what you need. No account, no key, no cookies.</p>
        </header>
        <div>
          <CameraTabs camera={camera} path={path} printer={printer} />
          <Snippets snippets={listSnippets(printer, siteUrl, camera)} />
        </div>
        <section aria-labelledby="looks">
          <h2 className="label mb-4 text-quiet" id="looks">
            Preview of the card
          </h2>
          {/* biome-ignore lint/performance/noImgElement: the same file that other sites embed */}
          <img
            className="w-full max-w-200"
            alt={`Card of ${printer.name}`}
            loading="lazy"
            src={`${printerPagePath(printer.id)}/card.svg`}
            {...measureCard(printer, Date.now())}
          />
        </section>
      </article>
    </PageShell>
  )
}
