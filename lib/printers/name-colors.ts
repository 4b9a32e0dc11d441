import { type Oklch, toOklch } from '#lib/core/oklch.ts'

/** Where each hue of OKLCH ends, in degrees. */
const hues = [
  [38, 'red'],
  [80, 'orange'],
  [120, 'yellow'],
  [165, 'green'],
  [215, 'turquoise'],
  [282, 'blue'],
  [335, 'purple'],
  [375, 'pink'],
] as const

/** Where each grey ends, by lightness. */
const greys = [
  [0.26, 'black'],
  [0.5, 'dark grey'],
  [0.72, 'grey'],
  [0.92, 'light grey'],
  [2, 'white'],
] as const

const find = (table: readonly (readonly [number, string])[], value: number) =>
  table.find(([end]) => value < end)?.[1] ?? ''

function nameColor({ lightness, chroma, hue }: Oklch): string {
  if (chroma < 0.03 || lightness < 0.22) return find(greys, lightness)
  const degrees = (hue * 180) / Math.PI
  // From 15 degrees, so that what is almost red is pink.
  const name = find(hues, ((degrees - 15 + 360) % 360) + 15)
  if (name === 'red' && lightness > 0.72) return 'pink'
  if (name === 'pink' && lightness < 0.5) return 'dark red'
  if (name === 'purple' && lightness > 0.65) return 'pink'
  if (name === 'orange' && lightness < 0.6) return 'brown'
  if ((name === 'orange' || name === 'yellow') && lightness > 0.8 && chroma < 0.09) return 'beige'
  if (name === 'yellow' && lightness < 0.72) return 'olive'
  if (lightness < 0.42) return `dark ${name}`
  return lightness > 0.78 && chroma < 0.13 ? `light ${name}` : name
}

/**
 * Words for colours, so that nothing is said by colour alone: "dark blue", "red, white and green".
 * @param colors "#rrggbb", separated by commas
 */
export function nameColors(colors: string): string {
  const names = [...new Set(colors.split(',').map((hex) => nameColor(toOklch(hex))))]
  const last = names.pop() ?? ''
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`
}
