import labelTable from './glyphs/label.json' with { type: 'json' }
import serifTable from './glyphs/serif.json' with { type: 'json' }

/*
 * Text as outlines: an SVG looks the same in a browser, behind a proxy that loads no fonts, and as a PNG rendered in a container
 * without fonts.
 */

type Typeface = 'serif' | 'label'

export interface TextStyle {
  face: Typeface
  /** Pixels per em. */
  size: number
  fill: string
  /** Letter spacing in ems. */
  tracking?: number
}

interface Glyph {
  advance: number
  path: string
}

const unitsPerEm = 1000
/** For characters that the font doesn't have. */
const missingGlyph: Glyph = { advance: 560, path: 'M70 0V-680H490V0ZM130 -60H430V-620H130Z' }

const faces = {
  serif: parseFace(serifTable),
  label: parseFace(labelTable),
} satisfies Record<Typeface, unknown>

function parseFace(table: { glyphs: Record<string, string>; kerning: string }) {
  const glyphs = new Map(
    Object.entries(table.glyphs).map(([char, text]) => [char, parseGlyph(text)]),
  )
  const kerning = new Map(
    table.kerning.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
  )
  return { glyphs, kerning }
}

function parseGlyph(text: string): Glyph {
  const end = text.indexOf(' ')
  return end === -1
    ? { advance: Number(text), path: '' }
    : { advance: Number(text.slice(0, end)), path: text.slice(end + 1) }
}

/** @returns the origin of each glyph, and the width of the line, in thousandths of an em */
function layoutLine(text: string, { face, tracking = 0 }: TextStyle) {
  const { glyphs, kerning } = faces[face]
  const placed: { x: number; path: string }[] = []
  let x = 0
  let previous = ''
  for (const char of toAvailable(text, glyphs)) {
    const { advance, path } = glyphs.get(char) ?? missingGlyph
    x += kerning.get(previous + char) ?? 0
    if (path !== '') placed.push({ x: Math.round(x), path })
    x += advance + tracking * unitsPerEm
    previous = char
  }
  return { glyphs: placed, width: Math.max(0, x - tracking * unitsPerEm) }
}

/** Characters without an advance: accents, joiners, variation selectors. */
const zeroWidth = /^[\p{Mark}\p{Cf}]$/u

/** Replaces a letter with an accent that the font doesn't have by the plain letter. */
function* toAvailable(text: string, glyphs: ReadonlyMap<string, Glyph>): Generator<string> {
  for (const char of text.normalize('NFC')) {
    if (zeroWidth.test(char) && !glyphs.has(char)) continue
    const plain = char.normalize('NFD').charAt(0)
    yield glyphs.has(char) || !glyphs.has(plain) ? char : plain
  }
}

/** Pixels. */
export function measureText(text: string, style: TextStyle): number {
  return (layoutLine(text, style).width * style.size) / unitsPerEm
}

/** The SVG of one line of text. `x` is its left edge, or its right edge with `isRight`; `y` is the baseline. */
export function outlineText(
  text: string,
  style: TextStyle,
  { x, y, isRight = false }: { x: number; y: number; isRight?: boolean },
): string {
  const { glyphs, width } = layoutLine(text, style)
  const scale = style.size / unitsPerEm
  const left = Math.round((isRight ? x - width * scale : x) * 10) / 10
  const paths = glyphs.map((glyph) => `<path transform="translate(${glyph.x})" d="${glyph.path}"/>`)
  return `<g fill="${style.fill}" transform="translate(${left} ${y}) scale(${scale})">${paths.join('')}</g>`
}

/** Shortens the text with an ellipsis to at most `maxWidth` pixels. */
export function truncateText(text: string, style: TextStyle, maxWidth: number): string {
  if (measureText(text, style) <= maxWidth) return text
  const chars = Array.from(text)
  while (chars.length > 1 && measureText(`${chars.join('').trimEnd()}…`, style) > maxWidth)
    chars.pop()
  return `${chars.join('').trimEnd()}…`
}
