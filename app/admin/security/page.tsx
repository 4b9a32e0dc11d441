import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Security } from '#components/admin/security.tsx'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Sign-in and security' }

export default function SecurityPage() {
  return openAdmin(async (owner, session) => (
    <AdminShell isSignedIn place="security" siteTitle={getSite().title}>
      <h1 className="headline headline-long mb-10">Sign-in and security</h1>
      <Security first={await owner.getSecurity(session)} />
    </AdminShell>
  ))
}
