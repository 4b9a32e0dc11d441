'use client'

import { useRef, useState } from 'react'
import { type ApiOwnersPictures, picturesPath } from '#lib/api/admin-pictures.ts'
import { Problem } from '../problem.tsx'
import { applyChange } from './apply-change.ts'
import { ChangesBar } from './changes-bar.tsx'
import { DaysNav } from './days-nav.tsx'
import type { Change } from './delayed-changes.ts'
import { PictureGrid } from './picture-grid.tsx'
import { type PicturesProps, usePictures } from './use-pictures.ts'
import { useSelection } from './use-selection.ts'

/** The pictures of a day, or the hidden ones: to select, hide, show again and delete. */
export function Pictures({ printerId, query, first }: PicturesProps) {
  const isHiddenOnly = query.hidden !== undefined
  const { data, changes, message, error, delayed } = usePictures({ printerId, query, first })
  const shown = changes.reduce((page, change) => applyChange(page, change, isHiddenOnly), data)
  const selection = useSelection(shown.pictures.map(({ id }) => id))
  const [range, setRange] = useState<'off' | 'first' | 'last'>('off')
  const content = useRef<HTMLDivElement>(null)

  const choose = (id: number, isRange: boolean) => {
    selection.choose(id, isRange)
    if (range !== 'off') setRange(range === 'first' ? 'last' : 'off')
  }
  const selected = shown.pictures.filter(({ id }) => selection.ids.has(id))
  const change = (kind: Change) => {
    const affected = selected.filter(
      (each) => kind === 'delete' || each.is_hidden === (kind === 'show'),
    )
    delayed.add(
      kind,
      affected.map(({ id }) => id),
    )
    selection.clear()
  }
  const restoreFocus = () => {
    const stop = content.current?.querySelector<HTMLElement>('input[tabindex="0"]')
    const target = stop ?? content.current
    target?.focus({ preventScroll: true })
  }
  return (
    <>
      <DaysNav
        data={shown}
        isHiddenOnly={isHiddenOnly}
        printerId={printerId}
        {...(query.camera !== undefined && { camera: query.camera })}
      />
      <div ref={content} tabIndex={-1}>
        {shown.pictures.length === 0 ? (
          <p className="lead mt-8">{describeNone(data.day, isHiddenOnly)}</p>
        ) : (
          <PictureGrid
            isRange={range === 'last'}
            onChosen={choose}
            pictures={shown.pictures}
            selection={selection}
          >
            <button
              aria-pressed={range !== 'off'}
              className="text-link"
              onClick={() => setRange(range === 'off' ? 'first' : 'off')}
              type="button"
            >
              Select a range
            </button>
            {range === 'off' ? (
              <span className="admin-facts admin-keys">
                With a keyboard, arrow keys move, and Shift selects all between.
              </span>
            ) : (
              <span className="admin-facts">Now tap its {range} picture.</span>
            )}
          </PictureGrid>
        )}
        {shown.next !== null && (
          <p className="mt-6">
            <a
              className="text-link"
              href={picturesPath(printerId, { ...query, before: shown.next })}
              rel="next"
            >
              Earlier pictures
            </a>
          </p>
        )}
      </div>
      <ChangesBar
        changes={changes}
        message={message}
        onFocusLost={restoreFocus}
        onUndo={delayed.undo}
      >
        <Problem error={error} />
        {selected.length > 0 && (
          <SelectionRow onChange={change} onClear={selection.clear} selected={selected} />
        )}
      </ChangesBar>
    </>
  )
}

function describeNone(day: string | null, isHiddenOnly: boolean): string {
  if (isHiddenOnly) return 'No picture is hidden.'
  return day === null ? 'No pictures yet.' : 'No pictures on this day.'
}

function SelectionRow({
  selected,
  onChange,
  onClear,
}: {
  selected: ApiOwnersPictures['pictures']
  onChange: (change: Change) => void
  onClear: () => void
}) {
  return (
    <fieldset className="admin-changes-row">
      <legend className="sr-only">Selected pictures</legend>
      <p className="admin-actions">
        {selected.length} selected
        <button className="text-link" onClick={onClear} type="button">
          Select none
        </button>
      </p>
      <div className="admin-actions">
        {selected.some((each) => !each.is_hidden) && (
          <button className="button label" onClick={() => onChange('hide')} type="button">
            Hide
          </button>
        )}
        {selected.some((each) => each.is_hidden) && (
          <button className="button label" onClick={() => onChange('show')} type="button">
            Show again
          </button>
        )}
        <button className="button label" onClick={() => onChange('delete')} type="button">
          Delete for good
        </button>
      </div>
    </fieldset>
  )
}
