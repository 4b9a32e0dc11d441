'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { findPauseEnd, type PauseChoice } from '#lib/api/pause.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { showEarly } from './use-printers.ts'

const choices: readonly { choice: PauseChoice; label: string }[] = [
  { choice: 'open', label: 'Until I resume it' },
  { choice: 'hour', label: 'For an hour' },
  { choice: 'tomorrow', label: 'Until tomorrow, 6 o’clock' },
]

type Change = Pick<ApiManagedPrinter, 'is_paused' | 'paused_until'>

/** Two taps pause the camera, one resumes it. The page shows it at once, and undoes it where the site refuses. */
export function PauseCamera({
  printer,
  onChanged,
}: {
  printer: ApiManagedPrinter
  onChanged: (message: string) => void
}) {
  const { id, label, is_paused: isPaused, paused_until: until } = printer
  const hasSeveral = printer.cameras.length > 1
  const what = hasSeveral ? 'all cameras' : 'the camera'
  const [subject, is] = hasSeveral ? ['All cameras', 'are'] : ['The camera', 'is']
  const queries = useQueryClient()
  const [isChoosing, setIsChoosing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const firstChoice = useRef<HTMLButtonElement>(null)
  const { mutate, error } = useMutation({
    mutationFn: (change: Change) => requestAdmin('PATCH', `printers/${id}`, change),
    onMutate: (change) => showEarly(queries, id, change),
    onError: (_error, _change, undo) => undo?.(),
    onSuccess: (_, change) =>
      onChanged(
        change.is_paused
          ? `${subject} of “${label}” ${is} paused. Nobody sees any pictures.`
          : hasSeveral
            ? `The pause of ${what} of “${label}” has ended.`
            : `The camera of “${label}” is public again.`,
      ),
  })
  const wasChoosing = useRef(false)
  useEffect(() => {
    if (isChoosing) firstChoice.current?.focus()
    else if (wasChoosing.current) button.current?.focus()
    wasChoosing.current = isChoosing
  }, [isChoosing])

  const pause = (choice: PauseChoice) => {
    setIsChoosing(false)
    const end = findPauseEnd(choice, new Date(), getPageSettings().timeZone)
    mutate({ is_paused: true, paused_until: end?.toISOString() ?? null })
  }
  if (isChoosing)
    return (
      <fieldset
        className="admin-pause"
        onKeyDown={({ key }) => key === 'Escape' && setIsChoosing(false)}
      >
        <legend className="label text-quiet">
          Pause {what} of {label}
        </legend>
        {choices.map(({ choice, label }, index) => (
          <button
            className="button label"
            key={choice}
            onClick={() => pause(choice)}
            ref={index === 0 ? firstChoice : undefined}
            type="button"
          >
            {label}
          </button>
        ))}
        <button className="text-link" onClick={() => setIsChoosing(false)} type="button">
          Cancel
        </button>
      </fieldset>
    )
  return (
    <div className="admin-pause">
      {isPaused && (
        <p>
          <strong>
            {subject} {is} paused
          </strong>
          {until === null ? (
            ' until you resume it.'
          ) : (
            <>
              {' '}
              until <Timestamp at={until} />.
            </>
          )}
        </p>
      )}
      <button
        className="button label"
        onClick={() =>
          isPaused ? mutate({ is_paused: false, paused_until: null }) : setIsChoosing(true)
        }
        ref={button}
        type="button"
      >
        {isPaused ? 'Resume' : 'Pause'} {what}
        <span className="sr-only"> of {label}</span>
      </button>
      <Problem error={error} />
    </div>
  )
}
