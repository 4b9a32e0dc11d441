import type { ApiSnapshot } from './schema/printer.ts'

/**
 * A picture's widest JPEG up to a width in pixels, or else the narrowest, with its size: for other sites and programs, all of which can
 * show a JPEG. `null` where there is none.
 */
export function findJpeg(
  { sources, width, height }: Pick<ApiSnapshot, 'sources' | 'width' | 'height'>,
  maxWidth: number,
): { url: string; width: number; height: number } | null {
  const jpegs = sources.filter(({ type }) => type === 'image/jpeg')
  const chosen = jpegs.findLast((source) => source.width <= maxWidth) ?? jpegs[0]
  if (chosen === undefined) return null
  const { url, width: chosenWidth } = chosen
  return { url, width: chosenWidth, height: Math.round((height * chosenWidth) / width) }
}
