import { fixtureNow, states } from '#components/printer/states.fixture.ts'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import type { ApiFrame, ApiPrintWithNeighbours } from '#lib/api/schema/prints.ts'

export const picture = states.finished.snapshot as ApiSnapshot // the fixture's printer has one

/** Print 7, finished, published, with everything that a print can have. */
export const print: ApiPrintWithNeighbours = {
  number: 7,
  printer: 1,
  url: 'https://example.org/printers/1/prints/7',
  name: 'dual_rail-v2.gcode',
  title: null,
  note: null,
  outcome: 'finished',
  started: { not_before: '2026-11-22T18:00:00Z', not_after: '2026-11-22T18:10:00Z' },
  ended: { not_before: '2026-11-22T22:10:00Z', not_after: '2026-11-22T22:20:00Z' },
  duration_seconds: { at_least: 14_400, at_most: 15_600 },
  progress: 100,
  last_seen_at: '2026-11-22T22:10:00Z',
  max_temperatures: { tool0: 216.4, bed: 61 },
  filament: { used_mm: 8123, total_mm: 8200 },
  published_at: fixtureNow,
  picture,
  previous: 6,
  next: 8,
  pictures: 24,
}

/** Frames at the given UTC times, with the index in the picture's URL. */
export function framesAt(...times: string[]): ApiFrame[] {
  return times.map((captured_at, index) => ({
    ...picture,
    captured_at,
    alt: `3D printer, frame ${index}`,
    sources: picture.sources.map((source) => ({
      ...source,
      url: source.url.replace('/5f5f', `/${String(index).padStart(4, '0')}`),
    })),
    state: 'printing',
    progress: index * 10,
    temperatures: { tool0: { actual: 200 + index, target: 215 } },
  }))
}

/** Frames ten minutes apart. */
export function frames(count: number): ApiFrame[] {
  const startMs = Date.parse('2026-11-20T10:00:00Z')
  const times = Array.from({ length: count }, (_, index) =>
    new Date(startMs + index * 600_000).toISOString(),
  )
  return framesAt(...times)
}
