import type { Metadata } from 'next'
import { Owner } from '#components/layout/owner.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { LiveCard } from '#components/printer/live-card.tsx'
import { site } from '#lib/site.ts'
import { askStore } from './printers/ask-store.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { absolute: `${site.title}: ${site.tagline}` },
  alternates: { canonical: '/' },
}

export default async function Home() {
  const printers = await askStore((views) => views.listPrinters())
  const [printer] = printers === 'outage' ? [] : printers
  return (
    <PageShell place="home">
      <div className="home">
        <Owner />
        {printers === 'outage' && (
          <p className="lead text-quiet">
            The printer can’t be asked just now. The rest of the site is well.
          </p>
        )}
        {printer !== undefined && (
          <section aria-label="On the printer now">
            <LiveCard initial={printer} isNamed renderedAt={new Date().toISOString()} />
          </section>
        )}
      </div>
    </PageShell>
  )
}
