import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { mediaPath } from '#lib/api/paths.ts'
import type {
  ApiChartReadings,
  ApiHeaterColumns,
  ApiPictureAt,
  ApiReadingColumns,
} from '#lib/api/schema/charts.ts'
import type { ReadingPoint } from '../archive/archive-store.ts'
import { formatApiTime, type SerializeSettings } from '../serialize.ts'
import type { HistoryEntry, Printer } from '../types.ts'

/**
 * The API's readings of a span. Sampled points are further apart than the promised interval, so that only a longer time without
 * points is a gap.
 */
export function serializeChartPoints(
  printer: Printer,
  span: { from: Date; to: Date },
  points: readonly ReadingPoint[],
  limit: number,
): ApiChartReadings {
  const promised = points.map((point) => point.intervalSeconds ?? defaultIntervalSeconds)
  const slowest = Math.max(...promised, 1)
  const partSeconds = (span.to.getTime() - span.from.getTime()) / 1000 / limit
  return {
    from: formatApiTime(span.from),
    to: formatApiTime(span.to),
    gap_seconds: Math.ceil(
      Math.max(3 * (points.length === 0 ? defaultIntervalSeconds : slowest), 2 * partSeconds),
    ),
    points: points.map(({ observedAt, state, progress, temperatures }) => ({
      observed_at: formatApiTime(observedAt),
      state: state ?? 'unknown',
      progress,
      temperatures: printer.publishesTemperatures ? temperatures : null,
    })),
  }
}

/** Device pixels: next to a chart a picture is no wider on most screens. */
const sufficientWidth = 640

/** Transposes readings into columns: a third of the bytes, and the format of the chart library. */
export function toColumns(
  { from, to, gap_seconds, points }: ApiChartReadings,
  pictures: ApiPictureAt[],
): ApiReadingColumns {
  const all = points.map(({ temperatures }) => temperatures)
  const heaters = [...new Set(all.flatMap((each) => Object.keys(each ?? {})))].sort()
  const columnsOf = (heater: string): ApiHeaterColumns => ({
    actual: all.map((each) => each?.[heater]?.actual ?? null),
    target: all.map((each) => each?.[heater]?.target ?? null),
  })
  return {
    from,
    to,
    gap_seconds,
    observed_at: points.map(({ observed_at }) => Date.parse(observed_at) / 1000),
    state: points.map(({ state }) => state),
    progress: points.map(({ progress }) => progress),
    temperatures:
      points.length > 0 && all.every((each) => each === null)
        ? null
        : Object.fromEntries(heaters.map((heater) => [heater, columnsOf(heater)])),
    pictures,
  }
}

/** Each picture in one size: WebP if enabled, since it decodes fastest. */
export function serializePicturesAt(
  frames: readonly HistoryEntry[],
  settings: SerializeSettings,
): ApiPictureAt[] {
  return frames.flatMap(({ snapshot }) => {
    const variants = settings.listVariants(snapshot)
    const webp = variants.filter(({ format }) => format === 'webp')
    const candidates = webp.length > 0 ? webp : variants.filter(({ format }) => format === 'jpg')
    const variant =
      candidates.find(({ pixelWidth }) => pixelWidth >= sufficientWidth) ?? candidates.at(-1)
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
