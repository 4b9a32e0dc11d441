import type { Job } from './jobs.ts'
import { type Heater, roomTemperature, temperatureAfter } from './temperature.ts'

export type Phase = 'heating' | 'homing' | 'printing' | 'finishing' | 'cooling' | 'over'

/** The state of a job at one moment; times in ms since its start, without pauses. */
export interface PrintState {
  phase: Phase
  /** Share of the file that has been sent, 0 to 1. */
  sent: number
  /** Time since the file's first line. */
  printedMs: number
  leftMs: number
  nozzle: { actual: number; target: number }
  bed: { actual: number; target: number }
}

export interface Start {
  nozzle: number
  bed: number
}

export const coldStart: Start = { nozzle: roomTemperature, bed: roomTemperature }

// Shares of the print's duration: a four-minute print heats for half a minute.
const heatingShare = 0.12
const homingShare = 0.03
const finishingShare = 0.02
const coolingShare = 0.2

export interface Timeline {
  printingFromMs: number
  finishingFromMs: number
  coolingFromMs: number
  overFromMs: number
}

/** When each phase of a print of `durationMs` (from the first heat to the last move) begins. */
export function getTimeline(durationMs: number): Timeline {
  return {
    printingFromMs: durationMs * (heatingShare + homingShare),
    finishingFromMs: durationMs * (1 - finishingShare),
    coolingFromMs: durationMs,
    overFromMs: durationMs * (1 + coolingShare),
  }
}

/** Heaters that reach their targets within the heating phase, for any duration of the print. */
function getHeaters(durationMs: number): { nozzle: Heater; bed: Heater } {
  const unit = durationMs * heatingShare
  return {
    nozzle: { fullPower: 330, warmingMs: unit * 0.72, coolingMs: unit * 1.25 },
    bed: { fullPower: 130, warmingMs: unit * 1.1, coolingMs: unit * 2.6 },
  }
}

/**
 * The state of `job` `tMs` after its start. A pure function, so that a test can compute any moment.
 * @param durationMs from the first heat to the last move
 * @param start temperatures in °C at its start
 */
export function stateAt(job: Job, tMs: number, durationMs: number, start = coldStart): PrintState {
  const { printingFromMs, finishingFromMs, coolingFromMs, overFromMs } = getTimeline(durationMs)
  const done = clamp((tMs - printingFromMs) / (finishingFromMs - printingFromMs))
  // Heating and homing are the first lines of the file, so a small share is sent before the first layer.
  const sent = tMs <= 0 ? 0 : done >= 1 ? 1 : 0.002 * clamp(tMs / printingFromMs) + 0.998 * done
  return {
    phase: getPhase(
      tMs,
      { printingFromMs, finishingFromMs, coolingFromMs, overFromMs },
      durationMs,
    ),
    sent,
    printedMs: Math.min(Math.max(0, tMs), coolingFromMs),
    leftMs: Math.max(0, coolingFromMs - tMs),
    ...heat(job, tMs, durationMs, start),
  }
}

function getPhase(tMs: number, at: Timeline, durationMs: number): Phase {
  if (tMs < durationMs * heatingShare) return 'heating'
  if (tMs < at.printingFromMs) return 'homing'
  if (tMs < at.finishingFromMs) return 'printing'
  if (tMs < at.coolingFromMs) return 'finishing'
  return tMs < at.overFromMs ? 'cooling' : 'over'
}

function heat(
  job: Job,
  tMs: number,
  durationMs: number,
  start: Start,
): Pick<PrintState, 'nozzle' | 'bed'> {
  const heaters = getHeaters(durationMs)
  const hotMs = Math.min(Math.max(0, tMs), durationMs)
  const coldMs = Math.max(0, tMs - durationMs)
  const at = (heater: Heater, from: number, target: number) => {
    const hot = temperatureAfter(heater, from, target, hotMs)
    return {
      actual: coldMs > 0 ? temperatureAfter(heater, hot, 0, coldMs) : hot,
      target: coldMs > 0 ? 0 : target,
    }
  }
  return {
    nozzle: at(heaters.nozzle, start.nozzle, job.nozzleTarget),
    bed: at(heaters.bed, start.bed, job.bedTarget),
  }
}

/** Temperatures `elapsedMs` after a job was cancelled at the temperatures `start`. */
export function coolFrom(start: Start, elapsedMs: number, durationMs: number): Start {
  const heaters = getHeaters(durationMs)
  return {
    nozzle: temperatureAfter(heaters.nozzle, start.nozzle, 0, elapsedMs),
    bed: temperatureAfter(heaters.bed, start.bed, 0, elapsedMs),
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
