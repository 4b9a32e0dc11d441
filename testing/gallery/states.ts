import type { Page } from '@playwright/test'
import type { Fields, Shot } from './frames.ts'
import type { Reporter } from './reporter.ts'

/** A state that a visitor can meet: how it comes about, by what a snapper sends, and where it is looked at. */
export interface GalleryState {
  name: string
  tell(teller: Reporter, film: readonly Shot[]): Promise<void>
  /** Below the printer's page. */
  path?: string
  /** What has to happen in the browser before it is that state. */
  arrange?(page: Page): Promise<void>
  reach?(page: Page): Promise<void>
}

const hour = 60
const day = 24 * hour
/** In the film: how far a print under way has come, and where it is done. */
const underWay = 5
const done = 12

/** A film whose last shot has the picture and says something else. */
const endsWith =
  (say: (last: Fields) => Fields): GalleryState['tell'] =>
  async (teller, film) => {
    await teller.play(film, underWay - 1, 13)
    const last = film[underWay]
    if (last === undefined) throw new Error(`The film has no shot ${underWay}.`)
    await teller.send(3, say(last.fields), { bytes: last.picture, minutesAgo: 3 })
  }

const quietFor =
  (minutesAgo: number): GalleryState['tell'] =>
  (teller, film) =>
    teller.play(film, underWay, minutesAgo)

const cold = '{"tool0": {"actual": 22.4, "target": 0}, "bed": {"actual": 21.9, "target": 0}}'

export const states: readonly GalleryState[] = [
  { name: 'Never seen', tell: async () => undefined },
  { name: 'Printing, fresh', tell: quietFor(3) },
  { name: 'Late', tell: quietFor(22) },
  { name: 'Stale: the snapper has gone quiet', tell: quietFor(4 * hour) },
  { name: 'Silent for days', tell: quietFor(3 * day) },
  { name: 'The printer is off', tell: endsWith(() => ({ state: 'offline', status: 'Offline' })) },
  { name: 'OctoPrint can’t be reached', tell: endsWith(() => ({ state: 'unreachable' })) },
  { name: 'Its key is refused', tell: endsWith(() => ({ state: 'unauthorized' })) },
  { name: 'Paused', tell: endsWith((last) => ({ ...last, state: 'paused', status: 'Paused' })) },
  {
    name: 'The camera rests',
    async tell(teller, film) {
      await teller.play(film, underWay, 3)
      await teller.pause()
    },
  },
  {
    name: 'Too dark for a picture',
    async tell(teller, film) {
      await teller.play(film, underWay - 3, 5 * hour)
      await teller.send(3, { ...film[underWay]?.fields, reason: 'dark' })
    },
  },
  {
    name: 'The camera has never worked',
    tell: (teller, film) => teller.send(3, { ...film[underWay]?.fields, reason: 'camera_error' }),
  },
  { name: 'Finished', tell: (teller, film) => teller.play(film, done, 3) },
  {
    name: 'Stopped with a fault',
    tell: endsWith((last) => ({ ...last, state: 'error', status: 'Error: heating failed' })),
  },
  {
    name: 'Cancelled',
    tell: endsWith((last) => ({ ...last, state: 'cancelled', status: 'Cancelled' })),
  },
  {
    name: 'Nothing to print',
    async tell(teller, film) {
      await teller.play(film, done, 5 * hour)
      const last = film.at(-1)
      const idle = { status: 'Operational', state: 'idle', temperatures: cold }
      await teller.send(3, idle, last ? { bytes: last.picture, minutesAgo: 3 } : null)
    },
  },
  {
    name: 'An original snapper: a text and a picture',
    tell: (teller, film) =>
      teller.send(
        3,
        { status: 'Not currently printing' },
        film[0] ? { bytes: film[0].picture, minutesAgo: 3 } : null,
      ),
  },
  {
    name: 'A long name',
    tell: endsWith((last) => ({
      ...last,
      job_name: 'enclosure_corner_bracket_left_v14_0.2mm_PETG_MK3S_6h12m.gcode',
    })),
  },
  {
    name: 'The page can’t reach the site',
    tell: quietFor(3),
    async arrange(page) {
      await page.route('**/api/**', (route) => route.abort())
    },
    reach: (page) => page.getByText("This page can't reach the site").waitFor(),
  },
  {
    name: 'The chart to look into',
    tell: (teller, film) => teller.play(film, done, 3),
    path: '/readings',
    reach: (page) => page.locator('.moment-image').waitFor(),
  },
]
