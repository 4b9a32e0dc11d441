'use client'

import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { ApiOwnersPicture } from '#lib/api/admin-pictures.ts'
import { formatProgress } from '#lib/api/sentences.ts'
import { formatDay, formatZonedClock } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { findNeighbour } from './find-neighbour.ts'
import type { Selection } from './use-selection.ts'

/** The pictures of each day. Of its checkboxes one is in the order of the Tab key, the arrow keys lead to the others. */
export function PictureGrid({
  pictures,
  selection,
  isRange,
  onChosen,
  children,
}: {
  pictures: readonly ApiOwnersPicture[]
  selection: Selection
  /** The next click ends a range. */
  isRange: boolean
  onChosen: (id: number, isRange: boolean) => void
  /** Further ways to select. */
  children: ReactNode
}) {
  const grid = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<number | null>(null)
  const current = pictures.find(({ id }) => id === focused) ?? pictures[0]
  const clocks = formatClocks(pictures)
  const days = Map.groupBy(pictures, ({ captured_at }) =>
    formatDay(new Date(captured_at), getPageSettings()),
  )

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, id: number) => {
    if (event.key === ' ' && event.shiftKey) {
      event.preventDefault()
      onChosen(id, true)
      return
    }
    const boxes = [...(grid.current?.querySelectorAll('input') ?? [])]
    const next = findNeighbour(boxes, event.currentTarget, event.key)
    if (next === undefined) return
    event.preventDefault()
    next.focus()
    if (event.shiftKey) onChosen(Number(next.value), true)
  }
  return (
    <div ref={grid}>
      {[...days].map(([day, ofDay], index) => (
        <section aria-label={day} className="mt-8" key={day}>
          <div className="admin-actions">
            <h2 className="label text-quiet">{day}</h2>
            <button
              className="text-link"
              onClick={() => selection.chooseAll(ofDay.map(({ id }) => id))}
              type="button"
            >
              Select {ofDay.length === 1 ? 'the picture' : `all ${ofDay.length}`}
              <span className="sr-only"> of {day}</span>
            </button>
            {index === 0 && children}
          </div>
          <ol className="contact-frames">
            {ofDay.map((picture) => (
              <Frame
                clock={clocks.get(picture.id) ?? ''}
                isChosen={selection.ids.has(picture.id)}
                isRange={isRange}
                isTabStop={picture === current}
                key={picture.id}
                onChosen={onChosen}
                onFocus={setFocused}
                onKeyDown={onKeyDown}
                picture={picture}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

/** By the pictures' numbers: with seconds where several are of one minute. */
function formatClocks(pictures: readonly ApiOwnersPicture[]): ReadonlyMap<number, string> {
  const settings = getPageSettings()
  const minutes = Map.groupBy(pictures, ({ captured_at: at }) => at.slice(0, 16)) // RFC 3339 in UTC
  return new Map(
    [...minutes.values()].flatMap((ofMinute) =>
      ofMinute.map(({ id, captured_at: at }) => {
        const clock = formatZonedClock(new Date(at), settings)
        const seconds = at.slice(16, 19)
        return [id, ofMinute.length === 1 ? clock : clock.replace(/:\d\d/, `$&${seconds}`)] as const
      }),
    ),
  )
}

function Frame({
  picture,
  clock,
  isChosen,
  isRange,
  isTabStop,
  onChosen,
  onFocus,
  onKeyDown,
}: {
  picture: ApiOwnersPicture
  /** When it was taken. */
  clock: string
  isChosen: boolean
  isRange: boolean
  isTabStop: boolean
  onChosen: (id: number, isRange: boolean) => void
  onFocus: (id: number) => void
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>, id: number) => void
}) {
  const { id, captured_at: at, progress, is_hidden: isHidden } = picture
  const tabIndex = isTabStop ? 0 : -1
  return (
    <li className="admin-frame" data-hidden={isHidden || undefined}>
      <label>
        <input
          checked={isChosen}
          onChange={({ nativeEvent }) =>
            onChosen(id, isRange || ('shiftKey' in nativeEvent && nativeEvent.shiftKey === true))
          }
          onFocus={() => onFocus(id)}
          onKeyDown={(event) => onKeyDown(event, id)}
          tabIndex={tabIndex}
          type="checkbox"
          value={id}
        />
        {/* biome-ignore lint/performance/noImgElement: the site renders the variants itself */}
        <img
          alt=""
          className="aspect-video w-full object-contain"
          decoding="async"
          height={picture.height}
          loading="lazy"
          src={picture.small}
          width={picture.width}
        />
        <span className="admin-frame-edge label">
          <time dateTime={at}>{clock}</time>{' '}
          {isHidden ? (
            <span>Hidden</span>
          ) : (
            progress !== null && <span>{formatProgress(progress)}</span>
          )}
        </span>
      </label>
      <a className="admin-frame-open label" href={picture.large} tabIndex={tabIndex}>
        Open<span className="sr-only"> the picture of {clock}</span>
      </a>
    </li>
  )
}
