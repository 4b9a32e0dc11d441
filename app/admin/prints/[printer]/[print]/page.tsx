import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AdminShell } from '#components/admin/admin-shell.tsx'
import { PrintEditor } from '#components/admin/prints/print-editor.tsx'
import { printEditorPath } from '#components/admin/prints/print-paths.ts'
import { getContext } from '#lib/app-context/context.ts'
import { DomainError } from '#lib/core/errors.ts'
import { parseId } from '#lib/http/owner/inputs.ts'
import { requirePrinter } from '#lib/printers/require-printer.ts'
import { getSite } from '#lib/site/site.ts'
import { openAdmin } from '../../../open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'A print' }

type Props = { params: Promise<{ printer: string; print: string }> }

export default async function PrintPage({ params }: Props) {
  const given = await params
  return openAdmin(async () => {
    const found = await findPrint(given)
    const isMissing = found === null
    if (!isMissing && String(found.first.print.number) !== given.print)
      redirect(printEditorPath(found.first.print))
    return (
      <AdminShell
        isSignedIn
        place="prints"
        siteTitle={getSite().title}
        {...(isMissing && { options: { status: 404 } })}
      >
        {isMissing ? (
          <>
            <h1 className="headline headline-long">There is no such print</h1>
            <p className="lead my-6">
              It was deleted, or the address is incomplete. <a href="/admin/prints">All prints</a>
            </p>
          </>
        ) : (
          <PrintEditor {...found} />
        )}
      </AdminShell>
    )
  })
}

async function findPrint(given: { printer: string; print: string }) {
  const { store, ownersPrints } = await getContext()
  try {
    const [id, number] = [parseId(given.printer), parseId(given.print)]
    const { name } = await requirePrinter(store, id)
    return { first: await ownersPrints.get(id, number), printerName: name }
  } catch (error) {
    if (error instanceof DomainError && ['not-found', 'printer-not-found'].includes(error.code))
      return null
    throw error
  }
}
