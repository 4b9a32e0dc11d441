import type { ReactNode } from 'react'
import './printers.css'

/** What only the printers' pages look like; a reader of posts doesn't wait for it. */
export default function PrintersLayout({ children }: { children: ReactNode }) {
  return children
}
