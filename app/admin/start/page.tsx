import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { FirstSteps } from '#components/admin/printers/first-steps.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'First steps' }

/** From the claim to the first picture and the first passkey. */
export default function StartPage() {
  return openAdmin(async (owner, session) => {
    const { listManagedPrinters, siteEditor } = await getContext()
    const [{ passkeys }, first, settings] = await Promise.all([
      owner.getSecurity(session),
      listManagedPrinters(),
      siteEditor.read(),
    ])
    const isNew = first.printers.every(({ last_received_at: at }) => at === null)
    if (!isNew && passkeys.length > 0) redirect('/admin')
    return (
      <AdminShell isSignedIn siteTitle={getSite().title}>
        <h1 className="headline headline-long mb-4">The site is yours</h1>
        <p className="lead mb-10">
          {settings.values.title === undefined
            ? 'Now name it, and show your printer.'
            : 'Now show your printer.'}
        </p>
        <FirstSteps
          first={first}
          hasPasskey={passkeys.some(({ works_here: worksHere }) => worksHere)}
          settings={settings}
        />
      </AdminShell>
    )
  })
}
