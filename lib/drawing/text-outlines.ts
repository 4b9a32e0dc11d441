import slugTable from './glyphs/slug.json' with { type: 'json' }
import voiceTable from './glyphs/voice.json' with { type: 'json' }

/*
 * Type as outlines: a card looks the same in a browser, behind a proxy that loads no fonts, and as a PNG made in a container
 * that has none.
 */

export type Typeface = 'voice' | 'slug'

export interface TextStyle {
  face: Typeface
  /** Pixels to the em. */
  size: number
  fill: string
  /** Ems between two letters. */
  tracking?: number
}

interface Letter {
  advance: number
  path: string
}

const unitsPerEm = 1000
/** For what the fonts have no letter for. */
const missing: Letter = { advance: 560, path: 'M70 0V-680H490V0ZM130 -60H430V-620H130Z' }

const faces = { voice: openFace(voiceTable), slug: openFace(slugTable) } satisfies Record<
  Typeface,
  unknown
>

function openFace(table: { glyphs: Record<string, string>; kerning: string }) {
  const glyphs = new Map(Object.entries(table.glyphs).map(([char, text]) => [char, read(text)]))
  const kerning = new Map(
    table.kerning.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
  )
  return { glyphs, kerning }
}

function read(text: string): Letter {
  const end = text.indexOf(' ')
  return end === -1
    ? { advance: Number(text), path: '' }
    : { advance: Number(text.slice(0, end)), path: text.slice(end + 1) }
}

/** @returns each letter with where it begins, and where the last ends, in thousandths of an em */
function place(text: string, { face, tracking = 0 }: TextStyle) {
  const { glyphs, kerning } = faces[face]
  const letters: { at: number; path: string }[] = []
  let at = 0
  let previous = ''
  for (const char of toKnown(text, glyphs)) {
    const { advance, path } = glyphs.get(char) ?? missing
    at += kerning.get(previous + char) ?? 0
    if (path !== '') letters.push({ at: Math.round(at), path })
    at += advance + tracking * unitsPerEm
    previous = char
  }
  return { letters, end: Math.max(0, at - tracking * unitsPerEm) }
}

/** They have no place of their own: accents, joiners, the selectors that give an emoji its colours. */
const marks = /^[\p{Mark}\p{Cf}]$/u

/** A letter with a rarer accent loses the accent rather than itself. */
function* toKnown(text: string, glyphs: ReadonlyMap<string, Letter>): Generator<string> {
  for (const char of text.normalize('NFC')) {
    if (marks.test(char) && !glyphs.has(char)) continue
    const plain = char.normalize('NFD').charAt(0)
    yield glyphs.has(char) || !glyphs.has(plain) ? char : plain
  }
}

/** Pixels. */
export function measureText(text: string, style: TextStyle): number {
  return (place(text, style).end * style.size) / unitsPerEm
}

/** The SVG of one line of text. `x` is its left end, or its right one with `isRight`; `y` the line that it stands on. */
export function outlineText(
  text: string,
  style: TextStyle,
  { x, y, isRight = false }: { x: number; y: number; isRight?: boolean },
): string {
  const { letters, end } = place(text, style)
  const scale = style.size / unitsPerEm
  const left = Math.round((isRight ? x - end * scale : x) * 10) / 10
  const paths = letters.map(({ at, path }) => `<path transform="translate(${at})" d="${path}"/>`)
  return `<g fill="${style.fill}" transform="translate(${left} ${y}) scale(${scale})">${paths.join('')}</g>`
}

/** The text, or as much of it as is no wider than so many pixels, with an ellipsis. */
export function truncateText(text: string, style: TextStyle, maxWidth: number): string {
  if (measureText(text, style) <= maxWidth) return text
  const chars = Array.from(text)
  while (chars.length > 1 && measureText(`${chars.join('').trimEnd()}…`, style) > maxWidth)
    chars.pop()
  return `${chars.join('').trimEnd()}…`
}
