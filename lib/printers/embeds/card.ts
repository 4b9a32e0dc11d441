import { findJpeg } from '#lib/api/find-jpeg.ts'
import type { Formats } from '#lib/api/formats.ts'
import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { formatLastHeard, formatProgress } from '#lib/api/sentences.ts'
import { formatMoment } from '#lib/api/times.ts'
import { escapeMarkup } from '#lib/core/escape-markup.ts'
import {
  measureText,
  outlineText,
  type TextStyle,
  truncateText,
} from '#lib/drawing/text-outlines.ts'
import type { Media } from '../media.ts'
import type { PrinterQueries } from '../queries.ts'
import { blankFrame, edge, type Frame, fitFrame, inner, textHeight, width } from './card-size.ts'
import { type CardText, getCardText } from './card-text.ts'

/*
 * A printer's card as SVG, for READMEs and other sites: a film negative with its black edge, and on the edge what the picture shows
 * and when. All times are absolute, since other sites cache the card.
 */

export interface CardSettings {
  /** The site's host: "example.org". */
  host: string
  formats: Formats
  colours: CardColours
}

/** The theme's, each as "#rrggbb". */
export type CardColours = Record<
  'frame' | 'on_frame' | 'on_frame_quiet' | 'frame_line' | 'frame_accent',
  string
>

/** The styles of text and the colours of everything else. */
function createLook(colours: CardColours) {
  const headline: TextStyle = { face: 'serif', size: 70, fill: colours.on_frame, tracking: -0.012 }
  const label: TextStyle = { face: 'label', size: 30, fill: colours.on_frame, tracking: 0.055 }
  const small: TextStyle = { face: 'label', size: 27, fill: colours.on_frame_quiet, tracking: 0.04 }
  return { ...colours, headline, label, small }
}

type Look = ReturnType<typeof createLook>

/**
 * @param jpeg of the snapshot, embedded: an SVG in an `<img>` loads nothing else
 */
export function renderCard(
  printer: ApiPrinter,
  jpeg: Buffer | null,
  settings: CardSettings,
  nowMs: number,
): string {
  const words = getCardText(printer, nowMs)
  const look = createLook(settings.colours)
  const { label, small } = look
  const { snapshot } = printer
  const isBlank = snapshot === null || jpeg === null
  const frame = isBlank ? blankFrame : fitFrame(snapshot)
  const below = edge + frame.height
  const height = below + textHeight(words)
  const moment = (at: Date) => formatMoment(at, settings.formats)
  const name = truncateText(printer.name.toUpperCase(), label, inner * 0.6)
  const taken = words.pictureAt === null ? 'NO PICTURE' : moment(words.pictureAt).toUpperCase()
  const lastHeard = formatLastHeard(printer, nowMs, settings.formats)
  const readings = lastHeard ?? formatReadings(words, isBlank, settings)
  const description = [snapshot?.alt, taken, readings].filter(Boolean).join('. ')
  const parts = [
    `<rect width="${width}" height="${height}" fill="${look.frame}"/>`,
    isBlank
      ? drawBlank(words.problem ?? 'No picture yet.', look)
      : drawPicture(jpeg, frame, words.isPictureOld),
    outlineText(taken, label, { x: edge, y: below + 46 }),
    outlineText(name, label, { x: width - edge, y: below + 46, isRight: true }),
    drawHeadline(words, below + 130, look),
    words.progress === null ? '' : drawStroke(words.progress, below + 166, look),
    outlineText(readings.toUpperCase(), small, { x: edge, y: height - 26 }),
    outlineText(settings.host.toUpperCase(), small, {
      x: width - edge,
      y: height - 26,
      isRight: true,
    }),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title id="t">${escapeMarkup(formatTitle(printer, words, lastHeard))}</title><desc id="d">${escapeMarkup(description)}</desc>${wax}${parts.join('')}</svg>`
}

function drawPicture(jpeg: Buffer, frame: Frame, isOld: boolean): string {
  const data = `data:image/jpeg;base64,${jpeg.toString('base64')}`
  const grey = isOld ? ' filter="url(#grey)"' : ''
  return `<image x="${frame.x}" y="${edge}" width="${frame.width}" height="${frame.height}"${grey} href="${data}"/>`
}

function drawBlank(why: string, { headline, frame_line }: Look): string {
  const { x, height } = blankFrame
  const style = { ...headline, size: 52 }
  const text = truncateText(why, style, inner - 80)
  const left = (width - measureText(text, style)) / 2
  return `<rect x="${x}" y="${edge}" width="${inner}" height="${height}" fill="none" stroke="${frame_line}" stroke-width="2"/>${outlineText(text, style, { x: left, y: edge + height / 2 + 16 })}`
}

function drawHeadline({ doing, progress }: CardText, y: number, look: Look): string {
  const { headline } = look
  const figure = progress === null ? '' : formatProgress(progress)
  const ringWidth = progress === null ? 0 : measureText(figure, headline) + 76
  const room = inner - ringWidth
  const size = Math.max(44, Math.min(70, (70 * room) / measureText(doing, headline)))
  const style = { ...headline, size }
  const text = truncateText(doing, style, room)
  const line = outlineText(text, style, { x: edge, y })
  if (progress === null) return line
  const x = edge + measureText(text, style) + 48
  return `${line}${outlineText(figure, headline, { x, y })}${drawRing(x - 24, y - 68, ringWidth - 28, 92, look.frame_accent)}`
}

const ring = 'M150 9C96 -1 18 8 8 46c-8 34 52 48 98 46 52 -2 92 -20 88 -50C190 12 110 2 52 17'

/** Scales the points instead of using a transform, which would scale the stroke's width too. */
function drawRing(x: number, y: number, wide: number, high: number, colour: string): string {
  let isX = false
  const path = ring.replaceAll(/-?\d+/g, (number) => {
    isX = !isX
    return ` ${Math.round((Number(number) * (isX ? wide : high)) / (isX ? 20 : 10)) / 10}`
  })
  return `<path d="${path}" transform="translate(${Math.round(x)} ${y})" fill="none" stroke="${colour}" stroke-width="6" stroke-linecap="round" filter="url(#wax)"/>`
}

const stroke = `M6 14${'q28-2.4 58-.6t52 .2q34 2 61 .4t49 0'.repeat(6)}`

function drawStroke(percent: number, y: number, look: Look): string {
  const done = Math.round((inner * percent) / 100)
  return `<rect x="${edge}" y="${y + 13}" width="${inner}" height="2" fill="${look.frame_line}"/><svg x="${edge}" y="${y}" width="${done}" height="28"><path d="${stroke}" fill="none" stroke="${look.frame_accent}" stroke-width="9" stroke-linecap="round" filter="url(#wax)"/></svg>`
}

const wax =
  '<defs><filter id="wax" x="-10%" y="-200%" width="120%" height="500%"><feTurbulence baseFrequency="0.05 0.1" numOctaves="2" seed="7" result="grain"/><feDisplacementMap in="SourceGraphic" in2="grain" scale="4"/></filter><filter id="grey"><feColorMatrix type="saturate" values="0"/></filter></defs>'

/** The last line: the problem, the end of the print or the readings' time. A blank frame shows the problem itself. */
function formatReadings(
  { readingsAt, pictureAt, doneAt, problem }: CardText,
  isBlank: boolean,
  { formats }: CardSettings,
): string {
  if (!isBlank && problem !== null) return problem
  if (!isBlank && doneAt !== null) return `until about ${formatMoment(doneAt, formats)}`
  const readings = readingsAt && formatMoment(readingsAt, formats)
  const picture = pictureAt && formatMoment(pictureAt, formats)
  return readings === null || readings === picture ? '' : `Readings ${readings}`
}

function formatTitle({ name }: ApiPrinter, words: CardText, lastHeard: string | null): string {
  const figure = words.progress === null ? '' : `, ${formatProgress(words.progress)}`
  return `${name}: ${words.doing}${figure}${lastHeard === null ? '' : `. ${lastHeard}`}`
}

/** A card shows its picture 1144 pixels wide; this width is good enough and has half the bytes. */
const maxPictureWidth = 960

/**
 * Renders a printer's current card with its picture embedded.
 * @throws DomainError `printer-not-found`, and those of `Media.getVariant`
 */
export async function renderCardResponse(
  {
    printerQueries,
    media,
  }: { printerQueries: Pick<PrinterQueries, 'requirePrinter'>; media: Pick<Media, 'getVariant'> },
  id: number,
  settings: CardSettings,
  nowMs: number,
): Promise<string> {
  const printer = await printerQueries.requirePrinter(id)
  const variant = printer.snapshot === null ? null : findPicture(printer.snapshot)
  const picture = variant === null ? null : await media.getVariant(...variant)
  return renderCard(printer, picture?.bytes ?? null, settings, nowMs)
}

function findPicture(snapshot: ApiSnapshot): [sha256: string, variant: string] | null {
  const { url = '' } = findJpeg(snapshot, maxPictureWidth) ?? {}
  const [, sha256, variant] = /\/media\/([0-9a-f]{64})\/([^/]+)$/.exec(url) ?? []
  return sha256 === undefined || variant === undefined ? null : [sha256, variant]
}
