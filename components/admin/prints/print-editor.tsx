'use client'

import { type ReactNode, useRef, useState } from 'react'
import { Detail } from '#components/printer/detail.tsx'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { outcomeWords } from '#components/prints/describe-print.ts'
import { SmallPicture } from '#components/prints/small-picture.tsx'
import type { ApiOwnersPrint, ApiPrintChanges, ApiPrintEditor } from '#lib/api/admin-prints.ts'
import {
  describeDuration,
  describeEndWithDay,
  describeStart,
  formatPrintTitle,
} from '#lib/api/describe-print.ts'
import { printPagePath } from '#lib/api/paths.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'
import { ActionButton } from '../action-button.tsx'
import { Problem } from '../problem.tsx'
import { printEditorPath } from './print-paths.ts'
import { PrintPictures } from './print-pictures.tsx'
import { PrintShape } from './print-shape.tsx'
import { PrintWords } from './print-words.tsx'
import { Said } from './said.tsx'
import { useChangePrint, usePrint } from './use-print.ts'

/**
 * All that the owner can change about a print.
 * @param first as the server sent it
 */
export function PrintEditor({
  first,
  printerName,
}: {
  first: ApiPrintEditor
  printerName: string
}) {
  const { printer } = first.print
  const [number, setNumber] = useState(first.print.number)
  const [message, setMessage] = useState<ReactNode>('')
  const heading = useRef<HTMLHeadingElement>(null)
  const key = { printer, number }
  const editor = usePrint(key, first)
  const { print } = editor
  /** Another print has the place of this one. */
  const moveTo = (other: number) => {
    setNumber(other)
    history.replaceState(null, '', printEditorPath({ printer, number: other }))
    heading.current?.focus()
  }
  return (
    <>
      <p className="label breadcrumbs">
        <a className="inline-flex min-h-11 items-center" href="/admin/prints">
          Prints
        </a>
        <span className="inline-flex min-h-11 items-center">
          <bdi>{printerName}</bdi>
        </span>
      </p>
      <h1 className="headline headline-long mb-6" ref={heading} tabIndex={-1}>
        <bdi>{formatPrintTitle(print)}</bdi>
      </h1>
      <p className="admin-message" role="status">
        {message}
      </p>
      <div className="page-section">
        <h2 className="section-label">Now</h2>
        <div className="min-w-0">
          <PrintGlance editor={editor} />
          <PrintSwitches key={`switches ${number}`} print={print} />
        </div>
      </div>
      <PrintWords key={`words ${number}`} print={print} />
      <PrintPictures key={`pictures ${number}`} print={print} />
      <PrintShape editor={editor} onChanged={setMessage} onMoved={moveTo} />
    </>
  )
}

function PrintGlance({ editor: { print } }: { editor: ApiPrintEditor }) {
  return (
    <div className="admin-glance">
      {print.picture !== null && (
        <SmallPicture
          alt={print.picture.alt}
          className="h-auto w-full"
          pixels={640}
          snapshot={print.picture}
        />
      )}
      <dl className="facts">
        <Detail label="Outcome">
          {outcomeWords[print.outcome]} <span className="fact-note">{describeDuration(print)}</span>
        </Detail>
        <Detail label="Time">
          {describeStart(print, getPageSettings())}. {describeEndWithDay(print, getPageSettings())}.
        </Detail>
        <Detail label="Job">
          <bdi className="wrap-anywhere">{print.job ?? 'without a name'}</bdi>
        </Detail>
        <Detail label="Visitors">
          {print.is_hidden ? (
            'see nothing of it; its pictures are in the archive'
          ) : (
            <>
              see{' '}
              <a className="text-link" href={printPagePath(print.printer, print.number)}>
                its page
              </a>
            </>
          )}
        </Detail>
        <Detail label="Feeds">
          {print.published_at === null ? (
            'not in the feeds'
          ) : (
            <>
              {print.is_hidden ? 'not while it is hidden' : 'in the feeds'}{' '}
              <span className="fact-note">
                since <Timestamp at={print.published_at} />
              </span>
            </>
          )}
        </Detail>
      </dl>
    </div>
  )
}

function PrintSwitches({ print }: { print: ApiOwnersPrint }) {
  const [message, setMessage] = useState('')
  const { mutate, error, isPending } = useChangePrint(print, (changes) =>
    setMessage(describeSwitch(changes)),
  )
  const isPublished = print.published_at !== null
  return (
    <>
      <div className="admin-actions mt-5">
        <ActionButton
          className="button label"
          isPending={isPending}
          onClick={() => mutate({ is_hidden: !print.is_hidden })}
        >
          {print.is_hidden ? 'Show it again' : 'Hide it'}
        </ActionButton>
        {(isPublished || !print.is_hidden) && (
          <ActionButton
            className="text-link"
            isPending={isPending}
            onClick={() => mutate({ is_published: !isPublished })}
          >
            {isPublished ? 'Remove it from the feeds' : 'Add it to the feeds'}
          </ActionButton>
        )}
      </div>
      {print.is_hidden && !isPublished && (
        <p className="admin-facts mt-3">
          It can’t be in the feeds while it is hidden: show it again first.
        </p>
      )}
      <Problem error={error} />
      <Said>{message}</Said>
    </>
  )
}

function describeSwitch({ is_hidden: isHidden, is_published: isPublished }: ApiPrintChanges) {
  if (isHidden !== undefined)
    return isHidden ? 'Nobody else sees this print now.' : 'Everybody sees this print again.'
  return isPublished ? 'It is in the feeds.' : 'It is in no feed any more.'
}
