import type { Printer } from './site.ts'
import { type Fields, printing, report, takePicture } from './snapper.ts'

const temperatures = (nozzle: number) =>
  `{"tool0": {"actual": ${nozzle}, "target": 215}, "bed": {"actual": 60.1, "target": 60}}`

const minuteMs = 60_000

/** When a printed history that ends now began; whole minutes, so that its times read the same everywhere. */
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
