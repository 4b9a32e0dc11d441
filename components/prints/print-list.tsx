import { BlankFrame } from '#components/printer/full-frame.tsx'
import {
  describeDuration,
  type PrintWire,
  printPagePath,
  titlePrint,
} from '#lib/printers/wire/prints.ts'
import { formatDay } from '#lib/printers/wire/times.ts'
import { site } from '#lib/site.ts'
import { outcomeWords } from './describe-print.ts'
import { SmallPicture } from './small-picture.tsx'

/** Prints with their best pictures, newest first; the whole of each leads to its page. */
export function PrintList({ prints }: { prints: readonly PrintWire[] }) {
  return (
    <ul className="print-list">
      {prints.map((print) => (
        <li className="print-card" key={print.number}>
          {print.picture === null ? (
            <BlankFrame edge={<PrintEdge print={print} />}>
              <p>No picture of it</p>
            </BlankFrame>
          ) : (
            <div className="full-frame">
              <SmallPicture
                alt={`${titlePrint(print)} on the printer`}
                className="print-card-picture"
                pixels={640}
                snapshot={print.picture}
              />
              <p className="full-frame-edge slug">
                <PrintEdge print={print} />
              </p>
            </div>
          )}
          <p className="print-card-name">
            <a className="card-link" href={printPagePath(print.printer, print.number)}>
              {titlePrint(print)}
            </a>
          </p>
          <p className="text-quiet text-small">
            {describeDuration(print)}
            {print.outcome === 'running' && ' so far'}
          </p>
        </li>
      ))}
    </ul>
  )
}

function PrintEdge({ print }: { print: PrintWire }) {
  const at = print.ended?.not_after ?? print.last_seen_at
  return (
    <>
      <span>{outcomeWords[print.outcome]}</span>
      <time className="full-frame-age" dateTime={at}>
        {formatDay(new Date(at), site.timeZone)}
      </time>
    </>
  )
}
