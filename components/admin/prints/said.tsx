import type { ReactNode } from 'react'

/** What a change has done, next to where it was made: the page is long. */
export function Said({ children }: { children: ReactNode }) {
  return (
    <p className="admin-message mt-4" role="status">
      {children}
    </p>
  )
}
