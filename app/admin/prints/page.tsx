import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { printsPerPage } from '#components/admin/prints/print-paths.ts'
import { Prints } from '#components/admin/prints/prints.tsx'
import { labelPrinters } from '#lib/api/label-printers.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Prints' }

export default function PrintsPage() {
  return openAdmin(async () => {
    const { store, ownersPrints } = await getContext()
    const printers = await store.printers.listPrinters()
    const label = labelPrinters(printers)
    const page = { before: null, limit: printsPerPage }
    const lists = await Promise.all(printers.map(({ id }) => ownersPrints.list(id, page)))
    return (
      <AdminShell isSignedIn place="prints" siteTitle={getSite().title}>
        <h1 className="headline headline-long mb-10">Prints</h1>
        {printers.map(({ id }, index) => (
          <Prints
            first={lists[index] ?? { prints: [], next: null }}
            key={id}
            printer={{ id, name: label(id) }}
          />
        ))}
        {printers.length === 0 && (
          <p className="lead">
            No printers yet. <a href="/admin/printers">Add one</a>.
          </p>
        )}
      </AdminShell>
    )
  })
}
