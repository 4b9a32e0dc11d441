import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Printers } from '#components/admin/printers/printers.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Printers' }

export default function PrintersPage() {
  return openAdmin(async () => (
    <AdminShell isSignedIn place="printers" siteTitle={getSite().title}>
      <h1 className="headline headline-long mb-10">Printers</h1>
      <Printers first={await (await getContext()).listManagedPrinters()} />
    </AdminShell>
  ))
}
