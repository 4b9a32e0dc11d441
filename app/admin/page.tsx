import { redirect } from 'next/navigation'

export const dynamic = 'force-dynamic'

/** The first page of the area, as long as it is the only one. */
export default function AdminPage() {
  redirect('/admin/security')
}
