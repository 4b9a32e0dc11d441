import type { ApiPrinter, ApiSnapshot } from '#lib/api/schema/printer.ts'
import { emptyApiJob, newApiPrinter } from '#lib/printers/printer.fixture.ts'

/** The current time in every state below. */
export const fixtureNow = '2026-11-22T14:33:12Z'

const ago = (seconds: number) =>
  `${new Date(Date.parse(fixtureNow) - seconds * 1000).toISOString().slice(0, 19)}Z`

const day = 24 * 60 * 60

function snapshotOf(secondsAgo: number, doing: string): ApiSnapshot {
  const sha256 = '5f'.repeat(32)
  const formats = [
    ['image/avif', 'avif'],
    ['image/webp', 'webp'],
    ['image/jpeg', 'jpg'],
  ] as const
  return {
    captured_at: ago(secondsAgo),
    received_at: ago(secondsAgo - 3),
    width: 1280,
    height: 720,
    alt: `3D printer, ${doing}`,
    placeholder:
      'data:image/webp;base64,UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoQAAkAA4BaJQBOgCHfUSI6AAD+6LndIu3yCvkXmBzM+U0aait9DDagAAA=',
    sources: formats.flatMap(([type, ending]) =>
      [320, 640, 960, 1280].map((width) => ({
        type,
        width,
        url: `https://example.org/media/${sha256}/${width}.${ending}`,
      })),
    ),
  }
}

const printing: ApiPrinter = {
  ...newApiPrinter,
  status: 'Printing benchy, 42 %',
  progress: 42.3,
  image: 'https://example.org/media/5f/1280.jpg',
  last_updated: ago(187),
  state: 'printing',
  observed_at: ago(190),
  received_at: ago(187),
  job: { ...emptyApiJob, name: 'benchy.gcode', elapsed_seconds: 1234, remaining_seconds: 1600 },
  temperatures: {
    tool0: { actual: 214.8, target: 215 },
    bed: { actual: 60.1, target: 60 },
  },
  snapshot: snapshotOf(192, 'printing benchy, 42 %, photographed at 06:30 PST'),
}

const cold = { tool0: { actual: 22.4, target: 0 }, bed: { actual: 21.9, target: 0 } }

/** The same, last seen so many seconds ago. */
const quiet = (seconds: number): ApiPrinter => ({
  ...printing,
  last_updated: ago(seconds - 5),
  observed_at: ago(seconds - 2),
  received_at: ago(seconds - 5),
  snapshot: snapshotOf(seconds, 'printing benchy, 42 %'),
})

const neverSeen: ApiPrinter = {
  ...printing,
  status: '',
  progress: null,
  image: null,
  last_updated: null,
  state: 'unknown',
  observed_at: null,
  received_at: null,
  job: null,
  temperatures: null,
  snapshot: null,
}

/** A printer in every state that a visitor can see. */
export const states = {
  neverSeen,
  printing,
  late: quiet(1200),
  stale: quiet(4 * 60 * 60),
  silent: quiet(3 * day),
  off: {
    ...printing,
    status: 'Offline',
    state: 'offline',
    progress: null,
    job: null,
    temperatures: null,
    snapshot: snapshotOf(192, 'switched off, photographed at 06:30 PST'),
  },
  unreachable: {
    ...printing,
    status: '',
    state: 'unreachable',
    progress: null,
    job: null,
    temperatures: null,
  },
  resting: { ...printing, image: null, publishing: false, reason: 'privacy', snapshot: null },
  dark: { ...printing, reason: 'dark', snapshot: snapshotOf(5 * 60 * 60, 'printing benchy, 7 %') },
  cameraError: { ...printing, reason: 'camera_error', image: null, snapshot: null },
  fault: { ...printing, state: 'error', status: 'Error', progress: 17.9 },
  paused: { ...printing, state: 'paused', status: 'Paused', progress: 63.2 },
  finished: {
    ...printing,
    state: 'finished',
    status: 'Finished benchy',
    progress: 100,
    job: { ...emptyApiJob, name: 'benchy.gcode', elapsed_seconds: 2811, remaining_seconds: 0 },
    temperatures: { tool0: { actual: 96.2, target: 0 }, bed: { actual: 51.4, target: 0 } },
  },
  cancelled: { ...printing, state: 'cancelled', status: 'Cancelled', progress: 42.3 },
  idle: {
    ...printing,
    state: 'idle',
    status: 'Operational',
    progress: null,
    job: null,
    temperatures: cold,
  },
  /** An original snapper sends only a text and a picture. */
  textOnly: {
    ...printing,
    status: 'Not currently printing',
    state: 'unknown',
    progress: null,
    job: null,
    temperatures: null,
  },
} satisfies Record<string, ApiPrinter>

export type StateName = keyof typeof states
