import { mediaPath } from '#lib/api/paths.ts'
import type {
  ApiChartReadings,
  ApiHeaterColumns,
  ApiPictureAt,
  ApiReadingColumns,
} from '#lib/api/schema/charts.ts'
import type { SerializeSettings } from '../serialize.ts'
import type { HistoryEntry } from '../types.ts'

/** Device pixels: beside a chart a picture is no wider on most screens. */
const enough = 640

/** Readings by what was read instead of by when: a third of the bytes, and what a chart wants. */
export function toColumns(
  { from, to, gap_seconds, points }: ApiChartReadings,
  pictures: ApiPictureAt[],
): ApiReadingColumns {
  const told = points.map(({ temperatures }) => temperatures)
  const heaters = [...new Set(told.flatMap((each) => Object.keys(each ?? {})))].sort()
  const columnsOf = (heater: string): ApiHeaterColumns => ({
    actual: told.map((each) => each?.[heater]?.actual ?? null),
    target: told.map((each) => each?.[heater]?.target ?? null),
  })
  return {
    from,
    to,
    gap_seconds,
    observed_at: points.map(({ observed_at }) => Date.parse(observed_at) / 1000),
    state: points.map(({ state }) => state),
    progress: points.map(({ progress }) => progress),
    temperatures:
      points.length > 0 && told.every((each) => each === null)
        ? null
        : Object.fromEntries(heaters.map((heater) => [heater, columnsOf(heater)])),
    pictures,
  }
}

/** Each picture in one size: WebP where it is made, as it is decoded fastest. */
export function serializePicturesAt(
  frames: readonly HistoryEntry[],
  settings: SerializeSettings,
): ApiPictureAt[] {
  return frames.flatMap(({ snapshot }) => {
    const variants = settings.listVariants(snapshot)
    const webp = variants.filter(({ format }) => format === 'webp')
    const among = webp.length > 0 ? webp : variants.filter(({ format }) => format === 'jpg')
    const variant = among.find(({ pixelWidth }) => pixelWidth >= enough) ?? among.at(-1)
    if (variant === undefined) return []
    const { width, format, pixelWidth } = variant
    return {
      captured_at: Math.round(snapshot.capturedAt.getTime() / 1000),
      url: settings.siteUrl + mediaPath(snapshot.sha256, width, format),
      width: pixelWidth,
      height: Math.round((snapshot.height * pixelWidth) / snapshot.width),
    }
  })
}
