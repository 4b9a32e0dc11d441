import type { ReactNode } from 'react'

/**
 * One row of a definition list: a label, its value and a note. Value and note have an element of their own each, so that a page
 * translator can replace their text and React still finds them.
 */
export function Detail({
  label,
  note,
  children,
}: {
  label: string
  note?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="fact">
      <dt className="label text-quiet">{label}</dt>
      <dd>
        <span>{children}</span> {note !== undefined && <span className="fact-note">{note}</span>}
      </dd>
    </div>
  )
}
