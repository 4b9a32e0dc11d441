import {
  describeDuration,
  describeEndWithDay,
  describeStart,
  formatPrintTitle,
} from '#lib/api/describe-print.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { formatLastHeard } from '#lib/api/sentences.ts'
import { formatMoment } from '#lib/api/times.ts'
import { getCardText } from './card-text.ts'
import type { OembedSite } from './oembed.ts'

/**
 * A print as a calendar with one event (RFC 5545): its real span or, while it runs, one that ends when the printer says it will. Without
 * such an estimate it ends where the print was last seen.
 */
export function renderCalendar(
  print: ApiPrint,
  printer: ApiPrinter,
  { siteUrl, formats }: Pick<OembedSite, 'siteUrl' | 'formats'>,
  nowMs: number,
): string {
  const isRunning = print.ended === null
  const doneAt = isRunning ? getCardText(printer, nowMs).doneAt : null
  const startedAt = new Date(
    print.started.not_after ?? print.started.not_before ?? print.last_seen_at,
  )
  const seenAt = new Date(print.ended?.not_before ?? print.ended?.not_after ?? print.last_seen_at)
  const endedAt = doneAt ?? seenAt
  const description = [
    doneAt === null
      ? null
      : `Estimated by the printer: done at about ${formatMoment(doneAt, formats)}`,
    isRunning && doneAt === null ? 'The printer gives no time for its end' : null,
    isRunning ? formatLastHeard(printer, nowMs, formats) : null,
    describeEndWithDay(print, formats),
    describeStart(print, formats),
    isRunning ? null : `Took ${describeDuration(print)}`,
  ]
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Paparazza//Prints//EN',
    'BEGIN:VEVENT',
    `UID:printer-${printer.id}-print-${print.number}@${new URL(siteUrl).host}`,
    `DTSTAMP:${formatUtc(new Date(printer.received_at ?? print.last_seen_at))}`,
    `SEQUENCE:${printer.revision}`,
    `DTSTART:${formatUtc(startedAt)}`,
    // An end must be later than the start.
    ...(endedAt > startedAt ? [`DTEND:${formatUtc(endedAt)}`] : []),
    `SUMMARY:${escapeText(`${formatPrintTitle(print)}, printed by ${printer.name}`)}`,
    `DESCRIPTION:${escapeText(description.flatMap((one) => (one === null ? [] : `${one}.`)).join('\n'))}`,
    `URL:${print.url}`,
    `STATUS:${isRunning ? 'TENTATIVE' : 'CONFIRMED'}`,
    // A printer's work takes no time of the owner's.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

/** "20261122T143000Z" */
function formatUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** RFC 5545, section 3.3.11. */
function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n?|\n/g, '\\n')
}

/** At most 75 bytes a line without its end (section 3.1), and no character is divided. */
function fold(line: string): string {
  let folded = ''
  let room = 75
  for (const char of line) {
    const bytes = Buffer.byteLength(char)
    if (bytes > room) {
      folded += '\r\n '
      room = 74
    }
    folded += char
    room -= bytes
  }
  return folded
}
