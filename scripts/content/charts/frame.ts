import { draw, escapeText, fill, margin, width, write } from './svg.ts'
import { writeTheme } from './theme.ts'

const headHeight = 50
const footHeight = 34

/**
 * A finished chart around a drawing whose origin is below the title. Says of itself that it is redrawn.
 * `description` tells those who can't see it what it shows.
 */
export function frame(
  title: string,
  description: string,
  drawing: { height: number; parts: string[] },
): string {
  const height = headHeight + drawing.height + footHeight
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'font-family': "Georgia,'Times New Roman',serif",
  }
  const shape = draw('g', { transform: `translate(0 ${headHeight})` }, ...drawing.parts)
  return `${draw(
    'svg',
    root,
    draw('title', {}, escapeText(title)),
    draw('desc', {}, escapeText(description)),
    writeTheme(),
    draw('rect', { width, height, ...fill('plate') }),
    write(title, { x: margin, y: 30 }, { weight: 700, size: 18 }),
    shape,
    write(
      'Redrawn from the numbers in the text',
      { x: margin, y: height - 10 },
      { role: 'quiet', size: 14 },
    ),
  )}\n`
}
