import type { Page } from '@playwright/test'
import { addPrinter, type Printer, type Site } from './site.ts'
import { type Fields, printing, report, takePicture } from './snapper.ts'

const temperatures = (nozzle: number) =>
  `{"tool0": {"actual": ${nozzle}, "target": 215}, "bed": {"actual": 60.1, "target": 60}}`

const minuteMs = 60_000

/** Start of a history that ends now, ms; whole minutes, so that bounds read the same everywhere. */
export function startOfHistory(minutes: number): number {
  return Math.floor((Date.now() - minutes * minuteMs) / minuteMs) * minuteMs
}

/** Sends what a snapper would have sent in the past. `minute` counts from `startMs`. */
export async function reportAt(
  printer: Printer,
  startMs: number,
  minute: number,
  fields: Fields,
  seed: number | null = minute + 1,
  [width, height]: [number, number] = [640, 360],
): Promise<void> {
  const at = new Date(startMs + minute * minuteMs).toISOString()
  const sent = { ...printing, interval_seconds: 600, observed_at: at, captured_at: at, ...fields }
  await report(printer, sent, seed === null ? null : await takePicture(seed, width, height))
}

const idle: Fields = { status: 'Operational', state: 'idle', progress: 0, job_name: '' }

/**
 * A print of `frames` pictures, ten minutes apart: idle at minute 0, printing from 10 on, finished ten minutes after the last.
 * @returns when it all began, ms
 */
export async function printSomething(
  printer: Printer,
  { frames, job = 'dual_rail.gcode' }: { frames: number; job?: string },
): Promise<number> {
  const startMs = startOfHistory((frames + 2) * 10)
  await reportAt(printer, startMs, 0, idle)
  for (let frame = 0; frame < frames; frame += 1) {
    const progress = (100 * frame) / frames
    const told = { progress, elapsed_seconds: frame * 600, temperatures: temperatures(200 + frame) }
    const fields = { job_name: job, ...told }
    await reportAt(printer, startMs, (frame + 1) * 10, fields)
  }
  const finished = { status: 'Finished', state: 'finished', job_name: job, progress: 100 }
  await reportAt(printer, startMs, (frames + 1) * 10, finished)
  return startMs
}

/** A printer with this history for all tests of a site that only read it: sending it takes seconds. */
export function shareHistory(send: (printer: Printer) => Promise<unknown>) {
  const add = async (site: Site) => {
    const printer = await addPrinter(site, 'Maker Select')
    await send(printer)
    return printer
  }
  const printers = new Map<Site, Promise<Printer>>()
  return (site: Site): Promise<Printer> => {
    const printer = printers.get(site) ?? add(site)
    printers.set(site, printer)
    return printer
  }
}

/** A print of twelve frames. */
export const sharePrinted = shareHistory((printer) => printSomething(printer, { frames: 12 }))

export const picture = (page: Page) => page.getByRole('img', { name: /3D printer/ })
export const band = (page: Page) => page.getByText(/^Replay\s*from/)

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

/** Sends a report that was made so many seconds ago. */
export async function reportAgo(printer: Printer, seconds: number, fields: object, seed: number) {
  const at = { captured_at: ago(seconds), observed_at: ago(seconds) }
  await report(printer, { interval_seconds: 600, ...fields, ...at }, await takePicture(seed))
}

/** A print two days ago, and an idle printer now. */
export async function printAndRest(printer: Printer) {
  const then = 2 * 86_400
  for (const [index, progress] of [10, 40, 70, 95].entries())
    await reportAgo(
      printer,
      then - index * 600,
      { ...printing, interval_seconds: 600, progress },
      index,
    )
  await reportAgo(printer, 60, { state: 'idle', status: 'Operational' }, 9)
}
