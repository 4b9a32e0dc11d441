import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import {
  describePrinter,
  describeState,
  formatLastHeard,
  formatProgress,
  getLastSeenAt,
} from '#lib/api/sentences.ts'
import { stateWords } from '#lib/api/state-words.ts'
import { getJobProgress } from '#lib/api/states.ts'
import { formatMoment } from '#lib/api/times.ts'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import {
  measureText,
  outlineText,
  type TextStyle,
  truncateText,
} from '#lib/drawing/text-outlines.ts'
import type { CardSettings } from './card.ts'

/** Pixels. */
const height = 24
const padding = 8
/** Of a name or of an old snapper's text, either of which may be long. */
const maxTextWidth = 180

/**
 * A printer in one line, as SVG for READMEs: its name, what it does, and the time of the last report, which stays true in a cache. It has
 * a ground of its own, so it is the same on light and dark pages.
 */
export function renderBadge(
  printer: ApiPrinter,
  { colours, formats }: Pick<CardSettings, 'colours' | 'formats'>,
  nowMs: number,
): string {
  const seenAt = getLastSeenAt(printer)
  const lastHeard = formatLastHeard(printer, nowMs, formats)
  const progress = getJobProgress(printer)
  const time = lastHeard ?? (seenAt === null ? '' : formatMoment(seenAt, formats))
  const figure = progress === null ? '' : `, ${formatProgress(progress)}`
  const label: TextStyle = { face: 'label', size: 14, fill: colours.on_frame, tracking: 0.02 }
  const quiet = { ...label, fill: colours.on_frame_quiet }
  const parts: [text: string, style: TextStyle][] = [
    [truncateText(printer.name, label, maxTextWidth), label],
    [truncateText(nameState(printer), label, maxTextWidth) + figure, lastHeard ? quiet : label],
    [time, quiet],
  ]
  let x = 0
  let drawn = ''
  for (const [text, style] of parts) {
    if (text === '') continue
    if (x > 0) drawn += `<path d="M${x} 0V${height}" stroke="${colours.frame_line}"/>`
    drawn += outlineText(text, style, { x: x + padding, y: 17 })
    x += Math.ceil(measureText(text, style)) + 2 * padding
  }
  const title = [
    describePrinter(printer, nowMs, formats) + (lastHeard ? '' : figure),
    lastHeard ? '' : time,
  ]
    .filter(Boolean)
    .join('. ')
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t" width="${x}" height="${height}" viewBox="0 0 ${x} ${height}"><title id="t">${escapeMarkup(title)}</title><rect x=".5" y=".5" width="${x - 1}" height="${height - 1}" rx="3" fill="${colours.frame}" stroke="${colours.frame_line}"/>${drawn}</svg>`
}

/** "Printing", without the job. A sender that says no state has only its text. */
function nameState(printer: ApiPrinter): string {
  const isNamed = printer.state !== 'unknown' && getLastSeenAt(printer) !== null
  return isNamed ? stateWords[printer.state] : describeState(printer)
}
