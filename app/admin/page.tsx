import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Overview } from '#components/admin/overview/overview.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from './open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Overview' }

export default function AdminPage() {
  return openAdmin(async () => (
    <AdminShell isSignedIn place="overview" siteTitle={getSite().title}>
      <h1 className="headline headline-long mb-6">Overview</h1>
      <Overview first={await (await getContext()).getOverview()} />
    </AdminShell>
  ))
}
