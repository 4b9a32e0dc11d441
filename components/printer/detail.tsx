import type { ReactNode } from 'react'

/** One row of a definition list: a label and its value. */
export function Detail({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt className="label text-quiet">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
