import { pickSmall } from '#components/printer/sources.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'

/** As large as a flipbook's frames get: two hundred of them are brought. */
const widest = 960

/**
 * The one file to bring of a frame that is drawn so many device pixels wide, as a path of this site. Never AVIF: WebP is decoded in a
 * fraction of the time, and every frame is.
 */
export function pickFrameSource(snapshot: ApiSnapshot, pixels: number): string {
  const small = snapshot.sources.filter(({ width }) => width <= widest)
  return pickSmall(small, pixels) || pickSmall(snapshot.sources, pixels)
}
