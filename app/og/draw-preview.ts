import {
  measureText,
  outlineText,
  type TextStyle,
  truncateText,
} from '#lib/drawing/text-outlines.ts'
import type { Palette } from '#lib/site/theme/colours.ts'
import { previewHeight, previewWidth } from './preview-size.ts'

/** Width of the black film edge; the bottom edge has room for a line of text. */
const side = 20
const foot = 64
const left = 76
const measure = previewWidth - 2 * left
/** Largest first; the first that fits the title in its number of lines, without cutting a word, is used. */
const sizes = [
  { size: 184, lines: 1 },
  { size: 132, lines: 2 },
  { size: 92, lines: 3 },
  { size: 76, lines: 4 },
  { size: 60, lines: 5 },
]

/**
 * A document's preview image for other sites: its title and tagline in a film frame. Text is drawn as outlines, because the image
 * process may have no fonts.
 */
export function drawPreview(given: {
  title: string
  tagline: string | null
  /** On the edge, left and right. */
  slugs: [string, string]
  colours: Palette
}): string {
  const { colours } = given
  const { style, lines } = fitTitle(given.title, colours.ink)
  const lineHeight = style.size * 1.04
  const top = 66 + style.size * 0.78
  const set = lines.map((line, index) =>
    outlineText(line, style, { x: left, y: top + index * lineHeight }),
  )
  const under = top + (lines.length - 1) * lineHeight
  // Below the descenders, and no longer than the line above it.
  const strokeY = under + 14 + style.size * 0.2
  const strokeWidth = Math.min(measureText(lines.at(-1) ?? '', style), 4.2 * style.size)
  const caption: TextStyle = { face: 'serif', size: 34, fill: colours.quiet }
  const label: TextStyle = { face: 'label', size: 28, fill: colours.on_frame, tracking: 0.055 }
  const baseline = previewHeight - 22
  const [begin, end] = given.slugs.map((text) => text.toUpperCase())
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${previewWidth} ${previewHeight}" width="${previewWidth}" height="${previewHeight}">`,
    `<rect width="${previewWidth}" height="${previewHeight}" fill="${colours.frame}"/>`,
    `<rect x="${side}" y="${side}" width="${previewWidth - 2 * side}" height="${previewHeight - side - foot}" fill="${colours.paper}"/>`,
    ...set,
    drawStroke(left + 2, strokeY, strokeWidth, colours.accent),
    given.tagline === null
      ? ''
      : outlineText(truncateText(given.tagline, caption, measure), caption, {
          x: left,
          y: strokeY + 62,
        }),
    outlineText(truncateText(begin ?? '', label, measure / 2), label, { x: side + 8, y: baseline }),
    outlineText(end ?? '', label, { x: previewWidth - side - 8, y: baseline, isRight: true }),
    '</svg>',
  ].join('')
}

/** A slightly bent stroke, as by a grease pencil. */
function drawStroke(x: number, y: number, width: number, colour: string): string {
  const part = (share: number) => Math.round(width * share)
  const d = `M${x} ${Math.round(y)}q${part(0.27)} -9 ${part(0.54)} -2t${part(0.46)} -1`
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="8" stroke-linecap="round"/>`
}

function fitTitle(title: string, fill: string): { style: TextStyle; lines: string[] } {
  const tries = sizes.map(({ size, lines: most }) => {
    const style: TextStyle = { face: 'serif', size, fill, tracking: -0.02 }
    const isWhole = title.split(/\s+/).every((word) => measureText(word, style) <= measure)
    return { style, most, isWhole, lines: breakLines(title, style) }
  })
  const chosen =
    tries.find(({ most, isWhole, lines }) => isWhole && lines.length <= most) ?? tries.at(-1)
  if (chosen === undefined) throw new Error('No sizes are defined.')
  const { style, most, lines } = chosen
  if (lines.length <= most) return { style, lines }
  const last = truncateText(lines.slice(most - 1).join(' '), style, measure)
  return { style, lines: [...lines.slice(0, most - 1), last] }
}

function breakLines(text: string, style: TextStyle): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)
    const longer = line === undefined ? word : `${line} ${word}`
    if (line !== undefined && measureText(longer, style) <= measure)
      lines[lines.length - 1] = longer
    else lines.push(truncateText(word, style, measure))
  }
  return lines
}
