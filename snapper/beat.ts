import { activeStates } from '#lib/printers/wire/states.ts'
import type { Config } from './config.ts'
import { gather } from './gather.ts'
import { withDeadline } from './http.ts'
import type { Log } from './log.ts'
import { readOctoPrint } from './octoprint.ts'
import { toParcel } from './parcel.ts'
import type { Reading } from './report.ts'
import type { Outbox } from './spool/outbox.ts'
import type { Timing } from './timing.ts'

export interface Cadence {
  everySeconds: number
  /** While no job is on the machine; not shorter than `everySeconds`. */
  idleSeconds: number
}

export interface BeatOptions {
  config: Config
  cadence: Cadence
  outbox: Outbox
  timing: Timing
  log: Log
  stop: AbortSignal
}

const gatherMs = 30_000

/**
 * What a resident snapper does on each beat: a report, or, while nothing is printed, only a look at the printer, so that a
 * print that begins is seen at once although nobody is told every beat that nothing happens.
 */
export function createBeat(options: BeatOptions): () => Promise<void> {
  const { config, cadence, outbox, timing, log, stop } = options
  let before: Reading | null = null
  let reportedAtMs = Number.NEGATIVE_INFINITY
  // A beat that comes a moment early is still that beat.
  const idleMs = cadence.idleSeconds * 1000 - 500

  async function isQuiet(signal: AbortSignal): Promise<boolean> {
    if (config.octoprint === null || before === null || activeStates.has(before.state)) return false
    if (timing.monotonic() - reportedAtMs >= idleMs) return false
    const { reading } = await readOctoPrint(config.octoprint, before, signal)
    return reading.state === before.state
  }

  return async () => {
    const signal = withDeadline(stop, gatherMs)
    if (await isQuiet(signal)) return
    const startedAtMs = timing.monotonic()
    const gathered = await gather(config, before, { signal, log })
    if (stop.aborted) return
    const isActive = gathered.reading === null || activeStates.has(gathered.reading.state)
    const intervalSeconds = isActive ? cadence.everySeconds : cadence.idleSeconds
    outbox.put(toParcel({ ...gathered, intervalSeconds }, timing.now()))
    before = gathered.reading
    reportedAtMs = startedAtMs
  }
}
