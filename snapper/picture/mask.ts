import { parseDecimal } from '#lib/api/parse-decimal.ts'

/** An area to hide, in percent of the picture's width and height. */
export interface MaskArea {
  left: number
  top: number
  width: number
  height: number
}

/** Parses `left,top,width,height` in percent, several separated by `;`; `null` if invalid. */
export function parseMask(text: string): MaskArea[] | null {
  const areas = text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map(parseArea)
  return areas.length > 0 && areas.every((area) => area !== null) ? areas : null
}

function parseArea(text: string): MaskArea | null {
  const numbers = text.split(',').map((part) => parseDecimal(part.trim()) ?? Number.NaN)
  const [left = 0, top = 0, width = 0, height = 0] = numbers
  if (numbers.length !== 4 || numbers.some((number) => !(number >= 0 && number <= 100))) return null
  return width > 0 && height > 0 ? { left, top, width, height } : null
}

/** Renders the areas as grey rectangles for a picture of this size, rounded outwards. */
export function renderMask(areas: readonly MaskArea[], width: number, height: number): Buffer {
  const patches = areas.map((area) => {
    const x = Math.floor((area.left / 100) * width)
    const y = Math.floor((area.top / 100) * height)
    const right = Math.ceil(((area.left + area.width) / 100) * width)
    const bottom = Math.ceil(((area.top + area.height) / 100) * height)
    return `<rect x="${x}" y="${y}" width="${right - x}" height="${bottom - y}" fill="#808080"/>`
  })
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${patches.join('')}</svg>`,
  )
}
