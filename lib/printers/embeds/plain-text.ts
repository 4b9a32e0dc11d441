import type { Formats } from '#lib/api/formats.ts'
import { printerPagePath } from '#lib/api/paths.ts'
import type { ApiHeater, ApiPrinter } from '#lib/api/schema/printer.ts'
import { formatLastHeard, formatProgress } from '#lib/api/sentences.ts'
import { convertCelsius } from '#lib/api/temperatures.ts'
import { formatMoment } from '#lib/api/times.ts'
import { type CardText, getCardText } from './card-text.ts'

/** Maximum columns of a line, except for the URL: half of a terminal, all of a small e-paper screen. */
const columns = 48

/**
 * The printer as text for `curl` and small text screens: our own words in ASCII, at most 80 columns, and at the end the absolute
 * times of picture and readings, which stay true on a screen that isn't refreshed.
 * @param siteUrl without a trailing slash
 */
export function renderPlainText(
  printer: ApiPrinter,
  settings: { siteUrl: string; formats: Formats },
  nowMs: number,
): string {
  const words = getCardText(printer, nowMs)
  const title = printer.name
  const lastHeard = formatLastHeard(printer, nowMs, settings.formats)
  const blocks = [
    [...wrap(title), '='.repeat(Math.min(columns, countColumns(title)))],
    [
      ...wrap(words.doing),
      ...wrap(lastHeard ?? ''),
      ...(words.progress === null ? [] : [drawBar(words.progress)]),
      ...wrap(formatTemperatures(printer.temperatures, settings.formats)),
      ...wrap(printer.material?.description ?? ''),
    ],
    words.problem === null ? [] : wrap(words.problem),
    [settings.siteUrl + printerPagePath(printer.id)],
    formatTimes(words, settings.formats),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function drawBar(percent: number): string {
  const figure = toAscii(formatProgress(percent)).padStart(5)
  const room = columns - figure.length - 3
  const done = Math.floor((percent / 100) * room)
  return `[${'#'.repeat(done)}${'-'.repeat(room - done)}] ${figure}`
}

const heaters = new Map([['tool0', 'nozzle']])

function formatTemperatures(
  temperatures: Record<string, ApiHeater> | null,
  formats: Formats,
): string {
  const convert = (celsius: number) => convertCelsius(celsius, formats)
  return Object.entries(temperatures ?? {})
    .flatMap(([heater, { actual, target }]) => {
      if (actual === null) return []
      const goal =
        target === null || target === 0 ? '' : ` of ${Number(convert(target).toFixed(1))}`
      return `${heaters.get(heater) ?? heater} ${convert(actual).toFixed(1)}${goal} ${formats.temperatureUnit}`
    })
    .join(', ')
}

function formatTimes(words: CardText, formats: Formats): string[] {
  const times: [string, Date | null][] = [
    ['done', words.doneAt],
    ['next', words.nextAt],
    ['picture', words.pictureAt],
    ['readings', words.readingsAt],
  ]
  const lines = times.flatMap(([label, at]) =>
    at === null ? [] : [`${label.padEnd(10)}${toAscii(formatMoment(at, formats))}`],
  )
  return lines.length === 0 ? ['no report yet'] : lines
}

function toAscii(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll('’', "'").replaceAll('…', '...')
}

/** Breaks lines at spaces, and words that are longer than a line. */
function wrap(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of toAscii(text).split(' ').flatMap(breakWord)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (countColumns(longer) <= columns) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

function breakWord(word: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const char of word) {
    if (countColumns(piece + char) > columns) {
      pieces.push(piece)
      piece = ''
    }
    piece += char
  }
  return [...pieces, piece]
}

/** East Asian characters and emoji take two columns in a terminal, combining marks none. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u
const narrow = /\p{Mark}|\u200d/u

export function countColumns(text: string): number {
  let count = 0
  for (const char of text) count += wide.test(char) ? 2 : narrow.test(char) ? 0 : 1
  return count
}
