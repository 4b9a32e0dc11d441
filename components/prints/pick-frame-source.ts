import { pickSmall } from '#components/printer/sources.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'

/** A flipbook loads up to two hundred frames, so none is wider than this. */
const maxWidth = 960

/**
 * The URL to load for a frame drawn so many device pixels wide. Never AVIF: every frame is decoded, and WebP decodes in a fraction of
 * the time.
 */
export function pickFrameSource(snapshot: ApiSnapshot, pixels: number): string {
  const small = snapshot.sources.filter(({ width }) => width <= maxWidth)
  return pickSmall(small, pixels) || pickSmall(snapshot.sources, pixels)
}
