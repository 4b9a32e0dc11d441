'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId, useRef, useState } from 'react'
import type { ApiOwnersPrint, ApiPrintPicture, ApiPrintPictures } from '#lib/api/admin-prints.ts'
import { formatMoment } from '#lib/api/times.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { ActionButton } from '../action-button.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { PrintLink } from './print-link.tsx'
import { type PrintKey, printApiPath } from './print-paths.ts'
import { Said } from './said.tsx'
import { useChangePrint, useReshapePrint } from './use-print.ts'

interface Part {
  from: string
  to: string
}

/** Chooses the cover, or the picture with which another print begins. */
export function PrintPictures({ print }: { print: ApiOwnersPrint }) {
  const name = useId()
  const [message, setMessage] = useState<ReactNode>('')
  const heading = useRef<HTMLHeadingElement>(null)
  const [part, setPart] = useState<Part | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const { data, error, isFetching } = useQuery({
    queryKey: ['prints', print.printer, print.number, 'pictures', part, print.last_seen_at],
    queryFn: () =>
      requestAdmin<ApiPrintPictures>(
        'GET',
        `${printApiPath(print)}/pictures${part === null ? '' : `?${new URLSearchParams({ ...part })}`}`,
      ),
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const pictures = data?.pictures ?? []
  const index = pictures.findIndex(({ id }) => id === chosen)
  const around = findAround(pictures, index)
  const cover = findHash(print)
  const showPart = (next: Part | null) => {
    setPart(next)
    setChosen(null)
    heading.current?.focus()
  }
  return (
    <section className="page-section">
      <h2 className="section-label" ref={heading} tabIndex={-1}>
        Pictures
      </h2>
      <div className="min-w-0">
        {data !== undefined && (
          <p>
            {pictures.length === 0
              ? 'There are no pictures, or the camera is paused.'
              : 'Choose one for the cover, or the one with which another print begins.'}
          </p>
        )}
        {data !== undefined && data.total > pictures.length && (
          <p className="admin-facts">
            {pictures.length} of {data.total} pictures.
          </p>
        )}
        <p role="status">{isFetching && 'Loading pictures…'}</p>
        <Problem error={error} />
        {part !== null && (
          <button className="text-link min-h-11" onClick={() => showPart(null)} type="button">
            Pictures of the whole print
          </button>
        )}
        {pictures.length > 0 && (
          <fieldset>
            <legend className="sr-only">A picture of this print</legend>
            <ol className="contact-frames">
              {pictures.map((each) => (
                <li key={each.id}>
                  <Picture
                    isChosen={each.id === chosen}
                    isCover={cover !== null && each.url.split('/')[2] === cover}
                    name={name}
                    onChosen={() => setChosen(each.id)}
                    picture={each}
                  />
                </li>
              ))}
            </ol>
          </fieldset>
        )}
        <PictureActions
          around={(data?.total ?? 0) > pictures.length || part !== null ? around : null}
          chosen={index < 0 ? null : chosen}
          onChanged={setMessage}
          onGone={() => heading.current?.focus()}
          onPart={showPart}
          print={print}
        />
        <Said>{message}</Said>
      </div>
    </section>
  )
}

function Picture({
  picture: { url, alt, captured_at: at },
  name,
  isChosen,
  isCover,
  onChosen,
}: {
  picture: ApiPrintPicture
  name: string
  isChosen: boolean
  isCover: boolean
  onChosen: () => void
}) {
  return (
    <label className="contact-frame admin-picture">
      <input checked={isChosen} className="sr-only" name={name} onChange={onChosen} type="radio" />
      {/* biome-ignore lint/performance/noImgElement: the site makes the sizes itself */}
      <img
        alt={isCover ? `The cover: ${alt}` : alt}
        className="aspect-video w-full object-contain"
        decoding="async"
        height={180}
        loading="lazy"
        src={url}
        width={320}
      />
      <span aria-hidden className="label block px-1 py-1.5 text-[0.8125rem]">
        {isCover && <strong>Cover · </strong>}
        {formatMoment(new Date(at), getPageSettings()).replace(/ \d{4}/, '')}
      </span>
    </label>
  )
}

function PictureActions({
  print,
  chosen,
  around,
  onChanged,
  onGone,
  onPart,
}: {
  print: ApiOwnersPrint
  chosen: number | null
  around: Part | null
  onChanged: (message: ReactNode) => void
  /** The button is gone that had the focus. */
  onGone: () => void
  onPart: (part: Part) => void
}) {
  const cover = useChangePrint(print, ({ cover: given }) => {
    onChanged(given === null ? 'The best picture is the cover.' : 'The cover was changed.')
    if (given === null) onGone()
  })
  const split = useReshapePrint<{ picture: number }>(print, 'split', (number) => {
    onGone()
    onChanged(<SplitDone print={{ printer: print.printer, number }} />)
  })
  const isPending = cover.isPending || split.isPending
  return (
    <div className="admin-bar">
      <div className="admin-actions">
        {chosen !== null && (
          <>
            <ActionButton
              className="button label"
              isPending={isPending}
              onClick={() => cover.mutate({ cover: chosen })}
            >
              Use as cover
            </ActionButton>
            <ActionButton
              className="text-link"
              isPending={isPending}
              onClick={() => split.mutate({ picture: chosen })}
            >
              Split: a print begins here
            </ActionButton>
            {around !== null && (
              <button className="text-link" onClick={() => onPart(around)} type="button">
                Pictures around it
              </button>
            )}
          </>
        )}
        {print.has_own_cover && (
          <ActionButton
            className="text-link"
            isPending={isPending}
            onClick={() => cover.mutate({ cover: null })}
          >
            Let the site choose the cover
          </ActionButton>
        )}
      </div>
      <Problem error={cover.error ?? split.error} />
    </div>
  )
}

/** @param print the second one */
export function SplitDone({ print }: { print: PrintKey }) {
  return (
    <>
      It was split. <PrintLink print={print} /> begins with that picture. Joined with this one, it
      would be undone.
    </>
  )
}

/** What the addresses of the cover have in common, which are named by its hash. */
function findHash({ picture }: ApiOwnersPrint): string | null {
  const [source] = picture?.sources ?? []
  return source === undefined ? null : (new URL(source.url).pathname.split('/')[2] ?? null)
}

/** From the picture before the chosen one to that after it. */
function findAround(pictures: readonly ApiPrintPicture[], index: number): Part | null {
  const [from, to] = [pictures[Math.max(0, index - 1)], pictures[index + 1] ?? pictures[index]]
  if (index < 0 || from === undefined || to === undefined) return null
  return { from: from.captured_at, to: to.captured_at }
}
