import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AdminQueries } from '#components/admin/admin-queries.tsx'
import './admin.css'

export const metadata: Metadata = { robots: { index: false, follow: false } }

/** Styles and queries of the owner's pages, which no visitor loads. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return <AdminQueries>{children}</AdminQueries>
}
