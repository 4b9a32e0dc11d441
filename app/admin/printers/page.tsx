import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { PasskeyReminder } from '#components/admin/passkey-reminder.tsx'
import { Printers } from '#components/admin/printers/printers.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Printers' }

export default function PrintersPage() {
  return openAdmin(async (owner, session) => {
    const { listManagedPrinters } = await getContext()
    const [security, first] = await Promise.all([owner.getSecurity(session), listManagedPrinters()])
    return (
      <AdminShell isSignedIn place="printers" siteTitle={getSite().title}>
        <h1 className="headline headline-long mb-10">Printers</h1>
        <PasskeyReminder security={security}>
          <a className="text-link" href="/admin/security">
            Add a passkey now.
          </a>
        </PasskeyReminder>
        <Printers first={first} />
      </AdminShell>
    )
  })
}
