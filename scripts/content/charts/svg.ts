import { type Role, roles } from './theme.ts'

export const width = 480
/** Beside everything that is drawn: little, since on a page it stands on the edge of the text. */
export const margin = 4

type Attributes = Record<string, string | number>

export function draw(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeText(String(value))}"`)
    .join('')
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join('')}</${name}>`
}

/** The light colour as an attribute, which the style of the dark theme overrides. */
export function fill(role: Role): Attributes {
  return { class: role, fill: roles[role].light }
}

export function stroke(role: Role, strokeWidth: number): Attributes {
  const line = { fill: 'none', stroke: roles[role].light, 'stroke-width': strokeWidth }
  return { class: `${role}-line`, ...line }
}

export function write(
  words: string,
  at: { x: number; y: number },
  { role = 'ink', size = 16, weight = 400, anchor = 'start' }: Lettering = {},
): string {
  const attributes: Attributes = { ...at, ...fill(role), 'font-size': size }
  if (weight !== 400) attributes['font-weight'] = weight
  if (anchor !== 'start') attributes['text-anchor'] = anchor
  return draw('text', attributes, escapeText(words))
}

interface Lettering {
  role?: Role
  size?: number
  weight?: number
  anchor?: 'start' | 'middle' | 'end'
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
