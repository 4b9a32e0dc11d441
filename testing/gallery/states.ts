import type { Page } from '@playwright/test'
import type { Fields, Frame } from './frames.ts'
import type { Reporter } from './reporter.ts'

/** A state of the printer's page: the reports that lead to it and the page that shows it. */
export interface GalleryState {
  name: string
  report(reporter: Reporter, frames: readonly Frame[]): Promise<void>
  /** Path below the printer's page. Default: the page itself. */
  path?: string
  /** Prepares the browser before the page loads. */
  beforeLoad?(page: Page): Promise<void>
  /** Waits for the state after the page has loaded. */
  afterLoad?(page: Page): Promise<void>
}

const hour = 60
const day = 24 * hour
/** Indices of frames in the middle and at the end of the print. */
const middle = 5
const end = 12

/** Reports a running print, whose last report has other fields. */
const endingWith =
  (change: (last: Fields) => Fields): GalleryState['report'] =>
  async (reporter, frames) => {
    await reporter.sendFrames(frames, middle - 1, 13)
    const last = frames[middle]
    if (last === undefined) throw new Error(`There is no frame ${middle}.`)
    await reporter.send(3, change(last.fields), { bytes: last.picture, minutesAgo: 3 })
  }

const lastReported =
  (minutesAgo: number): GalleryState['report'] =>
  (reporter, frames) =>
    reporter.sendFrames(frames, middle, minutesAgo)

const cold = '{"tool0": {"actual": 22.4, "target": 0}, "bed": {"actual": 21.9, "target": 0}}'

export const states: readonly GalleryState[] = [
  { name: 'Never seen', report: async () => undefined },
  { name: 'Printing, fresh', report: lastReported(3) },
  { name: 'Late', report: lastReported(22) },
  { name: 'Stale', report: lastReported(4 * hour) },
  { name: 'Stale for days', report: lastReported(3 * day) },
  {
    name: 'The printer is off',
    report: endingWith(() => ({ state: 'offline', status: 'Offline' })),
  },
  { name: 'The server can’t be reached', report: endingWith(() => ({ state: 'unreachable' })) },
  { name: 'The API key is rejected', report: endingWith(() => ({ state: 'unauthorized' })) },
  {
    name: 'Paused',
    report: endingWith((last) => ({ ...last, state: 'paused', status: 'Paused' })),
  },
  {
    name: 'The camera is paused',
    async report(reporter, frames) {
      await reporter.sendFrames(frames, middle, 3)
      await reporter.pause()
    },
  },
  {
    name: 'Too dark for a picture',
    async report(reporter, frames) {
      await reporter.sendFrames(frames, middle - 3, 5 * hour)
      await reporter.send(3, { ...frames[middle]?.fields, reason: 'dark' })
    },
  },
  {
    name: 'The camera has never worked',
    report: (reporter, frames) =>
      reporter.send(3, { ...frames[middle]?.fields, reason: 'camera_error' }),
  },
  { name: 'Finished', report: (reporter, frames) => reporter.sendFrames(frames, end, 3) },
  {
    name: 'Stopped by an error',
    report: endingWith((last) => ({ ...last, state: 'error', status: 'Error: heating failed' })),
  },
  {
    name: 'Cancelled',
    report: endingWith((last) => ({ ...last, state: 'cancelled', status: 'Cancelled' })),
  },
  {
    name: 'Idle',
    async report(reporter, frames) {
      await reporter.sendFrames(frames, end, 5 * hour)
      const last = frames.at(-1)
      const idle = { status: 'Operational', state: 'idle', temperatures: cold }
      await reporter.send(3, idle, last ? { bytes: last.picture, minutesAgo: 3 } : null)
    },
  },
  {
    name: 'A simple snapper: a status text and a picture',
    report: (reporter, frames) =>
      reporter.send(
        3,
        { status: 'Not currently printing' },
        frames[0] ? { bytes: frames[0].picture, minutesAgo: 3 } : null,
      ),
  },
  {
    name: 'A long name',
    report: endingWith((last) => ({
      ...last,
      job_name: 'enclosure_corner_bracket_left_v14_0.2mm_PETG_MK3S_6h12m.gcode',
    })),
  },
  {
    name: 'The page can’t reach the site',
    report: lastReported(3),
    async beforeLoad(page) {
      await page.route('**/api/**', (route) => route.abort())
    },
    afterLoad: (page) => page.getByText("This page can't reach the site").waitFor(),
  },
  {
    name: 'The chart page',
    report: (reporter, frames) => reporter.sendFrames(frames, end, 3),
    path: '/readings',
    afterLoad: (page) => page.locator('.moment-image').waitFor(),
  },
]
