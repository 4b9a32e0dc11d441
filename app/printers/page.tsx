import { PageShell } from '#components/layout/page-shell.tsx'
import { LiveCard } from '#components/printer/live-card.tsx'
import { Outage } from '#components/printer/outage.tsx'
import { allPrintersTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { describeSitePage } from '../site-pages.ts'
import { withStoreOutage } from './store-outage.ts'

export const dynamic = 'force-dynamic'

export const generateMetadata = () => describeSitePage('/printers')

export default async function PrintersPage() {
  const printers = await withStoreOutage(({ printerQueries }) => printerQueries.listPrinters())
  if (printers === 'outage') return <Outage />
  const renderedAt = new Date().toISOString()
  return (
    <PageShell options={{ cache: untilPrinterChanges(allPrintersTag) }} place="printer">
      <h1 className="headline">Printers</h1>
      {printers.length === 0 ? (
        <p className="lead mt-6">No printers yet.</p>
      ) : (
        <>
          <ul className="card-grid mt-10 gap-x-column gap-y-12 [--card:24rem]">
            {printers.map((printer) => (
              <li key={printer.id}>
                <LiveCard initial={printer} renderedAt={renderedAt} />
              </li>
            ))}
          </ul>
          <p className="mt-10">
            <a className="text-link" href="/printers/wall">
              Show all of them on one screen
            </a>
            .
          </p>
        </>
      )}
    </PageShell>
  )
}
