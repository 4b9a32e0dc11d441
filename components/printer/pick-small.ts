import type { ApiSource } from '#lib/api/schema/printer.ts'
import { toPath } from './sources.ts'

/** The smallest variant that is at least `pixels` wide, else the widest; WebP before JPEG. A path if it is this site's. */
export function pickSmall(sources: readonly ApiSource[], pixels: number): string {
  const webp = sources.filter(({ type }) => type === 'image/webp')
  const candidates = webp.length > 0 ? webp : sources.filter(({ type }) => type === 'image/jpeg')
  const chosen = candidates.find(({ width }) => width >= pixels) ?? candidates.at(-1)
  return toPath(chosen?.url ?? '')
}
