import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { ApiChartReadings } from '#lib/api/schema/charts.ts'
import type { ReadingPoint } from '../archive/archive-store.ts'
import { formatApiTime } from '../serialize.ts'
import type { Printer } from '../types.ts'

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
