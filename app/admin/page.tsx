import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getContext } from '#lib/app-context/context.ts'
import { openAdmin } from './open-admin.tsx'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Admin' }

/** The first steps until a printer has reported, afterwards the printers. */
export default function AdminPage() {
  return openAdmin(async () => {
    const { printers } = await (await getContext()).listManagedPrinters()
    const isNew = printers.every(({ last_received_at }) => last_received_at === null)
    redirect(isNew ? '/admin/start' : '/admin/printers')
  })
}
