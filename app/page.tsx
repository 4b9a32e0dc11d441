import type { Metadata } from 'next'
import { Owner } from '#components/layout/owner.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { LiveCard } from '#components/printer/live-card.tsx'
import { getLog } from '#lib/log.ts'
import { listPrinterViews } from '#lib/printers/view-now.ts'
import type { PrinterWire } from '#lib/printers/wire/printer.ts'
import { site } from '#lib/site.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { absolute: `${site.title}: ${site.tagline}` },
  alternates: { canonical: '/' },
}

export default async function Home() {
  const printer = await readFirstPrinter()
  return (
    <PageShell place="home">
      <div className="home">
        <Owner />
        {printer !== null && (
          <section aria-label="On the printer now">
            {printer === 'unknown' ? (
              <p className="lead text-quiet">
                The printer can’t be asked just now. The rest of the site is well.
              </p>
            ) : (
              <LiveCard initial={printer} isNamed renderedAt={new Date().toISOString()} />
            )}
          </section>
        )}
      </div>
    </PageShell>
  )
}

/** The home page stands without its printer: an outage of the store is logged and said, not passed on. */
async function readFirstPrinter(): Promise<PrinterWire | null | 'unknown'> {
  try {
    const [first] = await listPrinterViews()
    return first ?? null
  } catch (error) {
    getLog().error({ err: error }, 'home is shown without its printer')
    return 'unknown'
  }
}
