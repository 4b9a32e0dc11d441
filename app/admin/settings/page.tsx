import type { Metadata } from 'next'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Settings } from '#components/admin/settings/settings.tsx'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Settings' }

export default function SettingsPage() {
  return openAdmin(async () => (
    <AdminShell isSignedIn place="settings" siteTitle={getSite().title}>
      <h1 className="headline headline-long mb-4">Settings</h1>
      <p className="mb-10">
        What is in site.yaml. Colours, typefaces and logo have{' '}
        <a className="text-link" href="/admin/settings/look">
          a page with a preview
        </a>
        .
      </p>
      <Settings first={await (await getContext()).siteEditor.read()} />
    </AdminShell>
  ))
}
