import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Apps } from '#components/admin/apps/apps.tsx'
import { serializeApp } from '#lib/owner/apps/serialize.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Apps' }

export default function AppsPage() {
  return openAdmin(async ({ apps }) => (
    <AdminShell isSignedIn place="apps" siteTitle={getSite().title}>
      <h1 className="headline headline-long mb-10">Apps</h1>
      <Apps first={(await apps.list()).map(serializeApp)} me={apps.issuer} />
    </AdminShell>
  ))
}
