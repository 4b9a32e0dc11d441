import type { ReactNode } from 'react'

/** One line of a list of facts. */
export function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt className="slug text-quiet">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
