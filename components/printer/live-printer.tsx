'use client'

import { type ReactNode, useEffect } from 'react'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState } from '#lib/api/sentences.ts'
import { activeStates } from '#lib/api/states.ts'
import { FrameNow } from './frame-now.tsx'
import { Headline } from './headline.tsx'
import { Notices } from './notices.tsx'
import { formatPageTitle } from './page-title.ts'
import { PrinterDetails } from './printer-details.tsx'
import { Progress } from './progress.tsx'
import { wholeColumn } from './sources.ts'
import { useDecodedSnapshot } from './use-decoded-snapshot.ts'
import { useLivePrinter } from './use-live-printer.ts'

/** Characters above which the headline gets a smaller size. */
const longHeadline = 32
const sizes = `(min-width: 75rem) 52rem, (min-width: 64rem) 66vw, ${wholeColumn}`

/** The printer's page below its header: complete as the server sends it, updated with JavaScript. */
export function LivePrinter({
  initial,
  renderedAt,
  camera = 1,
  cameras,
  children,
}: {
  initial: ApiPrinter
  renderedAt: string
  /** Whose picture is shown. */
  camera?: number
  /** Above the picture. */
  cameras?: ReactNode
  /** Below the progress. */
  children?: ReactNode
}) {
  const { printer, nowMs, pollError } = useLivePrinter(initial, renderedAt, camera)
  const shown = useDecodedSnapshot(printer.snapshot, sizes)

  const isLong = describeState(printer).length > longHeadline
  const title = formatPageTitle(printer, nowMs, pollError)
  useEffect(() => {
    document.title = title
  }, [title])

  return (
    <article className="printer-page" data-job={activeStates.has(printer.state)}>
      <header className="lg:col-span-full">
        <h1 className="grid gap-3">
          <span className="label text-[1.0625rem] text-quiet">
            <bdi>{printer.name}</bdi>
          </span>{' '}
          <span className={isLong ? 'headline headline-long' : 'headline'}>
            <Headline nowMs={nowMs} printer={printer} />
          </span>
        </h1>
      </header>
      <div>
        {cameras}
        <FrameNow isNamed nowMs={nowMs} printer={printer} shown={shown} sizes={sizes} />
        <Progress nowMs={nowMs} printer={printer} />
        {children}
      </div>
      <div>
        <Notices nowMs={nowMs} pollError={pollError} printer={printer} />
        <PrinterDetails nowMs={nowMs} printer={printer} shown={shown} />
      </div>
    </article>
  )
}
