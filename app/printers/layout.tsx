import type { ReactNode } from 'react'
import './printers.css'

/** Styles of the printer pages, which posts don't load. */
export default function PrintersLayout({ children }: { children: ReactNode }) {
  return children
}
