import type { ReactNode } from 'react'
import { CameraTabs } from '#components/printer/camera-tabs.tsx'
import { BlankFrame, FullFrame } from '#components/printer/full-frame.tsx'
import { wholeColumn } from '#components/printer/sources.ts'
import { Timestamp } from '#components/printer/timestamp.tsx'
import { VideoOpener } from '#components/video/video-opener.tsx'
import { toCameraQuery } from '#lib/api/cameras.ts'
import { describeEndWithDay, formatPrintTitle } from '#lib/api/describe-print.ts'
import { lookThrough } from '#lib/api/look-through.ts'
import { flipbookPath, printCalendarPath, printerPagePath, printPagePath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrintWithNeighbours } from '#lib/api/schema/prints.ts'
import { getSite } from '#lib/site/site.ts'
import { FlipbookOpener } from './flipbook-opener.tsx'
import { PrintDetails } from './print-details.tsx'
import { largestJpeg } from './small-picture.tsx'

/** With fewer frames, the contact sheet is enough. */
const minFlipbookFrames = 8
const sizes = `(min-width: 75rem) 52rem, (min-width: 64rem) 66vw, ${wholeColumn}`

/** A print's page below the site's header; of a published print also an h-entry. `children` follow the picture and the details. */
export function PrintPage({
  print,
  printer,
  camera = 1,
  children,
}: {
  print: ApiPrintWithNeighbours
  printer: ApiPrinter
  /** Whose pictures `print` has. */
  camera?: number
  children: ReactNode
}) {
  const path = printPagePath(printer.id, print.number)
  const { picture } = print
  const isEntry = print.published_at !== null
  return (
    <article className={isEntry ? 'h-entry' : ''}>
      <div className="printer-page">
        <header className="lg:col-span-full">
          <p className="label breadcrumbs">
            <a className="inline-flex min-h-11 items-center" href={printerPagePath(printer.id)}>
              <bdi>{printer.name}</bdi>
            </a>
            <a className="inline-flex min-h-11 items-center u-url u-uid" href={path}>
              Print {print.number}
            </a>
            <a
              className={`inline-flex min-h-11 items-center ${isEntry ? 'p-author h-card' : ''}`}
              href="/"
            >
              {getSite().author.name}
            </a>
          </p>
          <h1 className="headline headline-long p-name">
            <bdi>{formatPrintTitle(print)}</bdi>
          </h1>
          <p className="lead mt-3 p-summary">{describeEndWithDay(print, getSite())}.</p>
          {print.note !== null && (
            <div
              className="note mt-4 e-content"
              // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by the site, without the owner's HTML
              dangerouslySetInnerHTML={{ __html: print.note.html }}
            />
          )}
          {print.published_at !== null && (
            <data className="dt-published" value={print.published_at} />
          )}
        </header>
        <div>
          <CameraTabs camera={camera} path={path} printer={printer} />
          {picture === null ? (
            <BlankFrame>
              <p className="blank-title">
                {lookThrough(printer, camera).publishing
                  ? 'No pictures of this print.'
                  : 'The camera is paused.'}
              </p>
            </BlankFrame>
          ) : (
            <>
              <FullFrame
                edge={<Timestamp at={picture.captured_at} />}
                isNamed
                sizes={sizes}
                snapshot={picture}
              />
              <p className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
                <a className="text-link u-photo" href={largestJpeg(picture)}>
                  Full-size picture
                </a>
                {print.ended !== null && print.pictures > 1 && (
                  <a
                    className="text-link"
                    download
                    href={flipbookPath(printer.id, print.number) + toCameraQuery(camera)}
                  >
                    Download time-lapse (animated WebP)
                  </a>
                )}
              </p>
            </>
          )}
        </div>
        <div>
          <PrintDetails print={print} />
          <p className="mt-4">
            <a className="text-link" href={printCalendarPath(printer.id, print.number)}>
              {print.ended === null ? 'Expected end as a calendar event' : 'Calendar event'}
            </a>
          </p>
        </div>
      </div>
      {print.pictures >= minFlipbookFrames && (
        <>
          <FlipbookOpener camera={camera} number={print.number} printerId={printer.id} />
          <VideoOpener
            camera={camera}
            fileName={nameVideo(print) + (camera === 1 ? '' : `-camera-${camera}`)}
            number={print.number}
            pictures={print.pictures}
            printerId={printer.id}
          />
        </>
      )}
      {children}
      <PrintNeighbours camera={camera} print={print} />
    </article>
  )
}

/** "dual-rail-v2-print-7", in the letters of any language. */
function nameVideo(print: ApiPrintWithNeighbours): string {
  const words = `${formatPrintTitle(print)} print ${print.number}`.normalize('NFC').toLowerCase()
  return (print.name === null ? `print ${print.number}` : words)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .join('-')
}

/** Links from a print to its neighbours, the list and the archive. */
function PrintNeighbours({ print, camera }: { print: ApiPrintWithNeighbours; camera: number }) {
  const { printer, previous, next } = print
  const path = printerPagePath(printer)
  const linkTo = (number: number | null) =>
    number && printPagePath(printer, number) + toCameraQuery(camera)
  const ofPrint = `?print=${print.number}${camera === 1 ? '' : `&camera=${camera}`}`
  const links = [
    { label: 'Previous print', href: linkTo(previous), rel: 'prev' },
    { label: 'Next print', href: linkTo(next), rel: 'next' },
    { label: 'All prints', href: `${path}/prints` },
    { label: 'Pictures of this print', href: `${path}/archive${ofPrint}` },
  ]
  return (
    <nav aria-label="Prints" className="mt-section [border-top-width:2px] border-ink pt-4">
      <ul className="flex flex-wrap gap-x-8">
        {links.map(
          ({ label, href, rel }) =>
            href && (
              <li key={label}>
                <a className="text-link inline-flex min-h-11 items-center" href={href} rel={rel}>
                  {label}
                </a>
              </li>
            ),
        )}
      </ul>
    </nav>
  )
}
