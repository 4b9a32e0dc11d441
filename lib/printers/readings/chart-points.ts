import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { ApiChartReadings } from '#lib/api/schema/charts.ts'
import type { ReadingPoint } from '../archive/archive-store.ts'
import { formatApiTime } from '../serialize.ts'
import type { Printer } from '../types.ts'

/**
 * The public view of a span's readings. Where fewer points are told than there were, they lie further apart than the sender's
 * promise, and only a longer time without any is a gap.
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
