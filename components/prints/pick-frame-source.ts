import { groupSources } from '#components/printer/sources.ts'
import type { SnapshotWire } from '#lib/printers/wire/printer.ts'

/** As large as a flipbook's frames get: two hundred of them are brought. */
const widest = 960

/**
 * The one file to bring of a frame that is drawn so many device pixels wide, as a path of this site. WebP rather than AVIF: it is
 * decoded in a fraction of the time, and every frame is.
 */
export function pickFrameSource(snapshot: SnapshotWire, pixels: number): string {
  const webp = snapshot.sources.filter(({ type }) => type === 'image/webp')
  const jpeg = snapshot.sources.filter(({ type }) => type === 'image/jpeg')
  const among = (webp.length > 0 ? webp : jpeg).filter(({ width }) => width <= widest)
  const source = among.find(({ width }) => width >= pixels) ?? among.at(-1) ?? jpeg[0]
  return groupSources(source ? [{ ...source, type: 'image/jpeg' }] : []).plain.src
}
