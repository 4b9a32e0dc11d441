'use client'

import type { ReactNode } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiPrintEditor } from '#lib/api/admin-prints.ts'
import { ActionButton } from '../action-button.tsx'
import { Problem } from '../problem.tsx'
import { PrintLink } from './print-link.tsx'
import { useReshapePrint } from './use-print.ts'

/** Joins the print with the one before it, and separates what was joined. */
export function PrintShape({
  editor: { print, previous, joined },
  onChanged,
  onMoved,
}: {
  editor: ApiPrintEditor
  onChanged: (message: ReactNode) => void
  /** The print has another number now. */
  onMoved: (number: number) => void
}) {
  const join = useReshapePrint(print, 'join', (number) => {
    onChanged('They are one print now. You can separate them again below.')
    onMoved(number)
  })
  const separate = useReshapePrint<{ at: string }>(print, 'split', (number) => {
    onChanged(
      <>
        <PrintLink print={{ printer: print.printer, number }} /> is a print of its own again.
      </>,
    )
    onMoved(print.number)
  })
  return (
    <section className="page-section">
      <h2 className="section-label">One print or two</h2>
      <div className="min-w-0">
        {joined.length > 0 && (
          <ul className="admin-rows">
            {joined.map(({ number, at }) => (
              <li className="admin-row" key={number}>
                <p>
                  Print {number} was joined into it, from <Timestamp at={at} /> on.
                </p>
                <div className="admin-actions">
                  <ActionButton
                    className="text-link"
                    isPending={separate.isPending}
                    onClick={() => separate.mutate({ at })}
                  >
                    Separate print {number} again
                  </ActionButton>
                </div>
              </li>
            ))}
          </ul>
        )}
        {previous === null ? (
          <p className="admin-facts">It is the first one, so there is none to join it with.</p>
        ) : (
          <>
            <p className="mt-2">
              Were this and “<bdi>{previous.title}</bdi>”, the one before it, one print?
            </p>
            <p className="admin-facts">
              They become print {previous.number}, and the address of this one leads there. A name,
              note and cover of that one are kept, or else those of this one. Both are hidden if one
              of them is.
            </p>
            <div className="admin-actions mt-3">
              <ActionButton
                className="button label"
                isPending={join.isPending}
                onClick={() => join.mutate({})}
              >
                Join with the one before
              </ActionButton>
            </div>
          </>
        )}
        <p role="status">
          {(join.isPending || separate.isPending) && 'Deriving the prints again…'}
        </p>
        <Problem error={join.error ?? separate.error} />
      </div>
    </section>
  )
}
