import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { Look } from '#components/admin/settings/look.tsx'
import { printerPagePath } from '#lib/api/paths.ts'
import { getContent } from '#lib/app-context/content-context.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Colours and typefaces' }

export default function LookPage() {
  return openAdmin(async () => {
    const { siteEditor, store } = await getContext()
    const settings = await siteEditor.read()
    // What is wrong is corrected there first.
    if (settings.faults.length > 0) redirect('/admin/settings')
    const [preview, { posts }, [printer]] = await Promise.all([
      siteEditor.preview({}),
      getContent(),
      store.printers.listPrinters(),
    ])
    const pages = [
      { label: 'Home', path: '/' },
      ...posts.slice(0, 1).map(({ path }) => ({ label: 'A post', path })),
      ...(printer === undefined ? [] : [{ label: 'Live', path: printerPagePath(printer.id) }]),
    ]
    return (
      <AdminShell
        isSignedIn
        options={{ frameOrigins: ["'self'"] }}
        place="settings"
        siteTitle={getSite().title}
      >
        <h1 className="headline headline-long mb-10">Colours and typefaces</h1>
        <Look first={settings} firstPreview={preview} pages={pages} />
      </AdminShell>
    )
  })
}
