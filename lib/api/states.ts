/** The printer's state, normalised across backends. Where several apply, the first in this list wins. */
export const printerStates = [
  'unreachable',
  'unauthorized',
  'error',
  'offline',
  'cancelling',
  'pausing',
  'paused',
  'resuming',
  'finishing',
  'starting',
  'printing',
  'transferring',
  'finished',
  'cancelled',
  'idle',
  'unknown',
] as const

export type PrinterState = (typeof printerStates)[number]

/** How a print ended, or that it hasn't. `unknown`: no observation shows how. */
export const printOutcomes = ['running', 'finished', 'cancelled', 'failed', 'unknown'] as const

export type PrintOutcome = (typeof printOutcomes)[number]

/** Why a snapper sent no picture. */
export const missingPictureReasons = ['camera_timeout', 'camera_error', 'dark', 'privacy'] as const

export type MissingPictureReason = (typeof missingPictureReasons)[number]

/** States with a job on the machine, in which frequent polling pays off. */
export const activeStates: ReadonlySet<PrinterState> = new Set([
  'cancelling',
  'pausing',
  'paused',
  'resuming',
  'finishing',
  'starting',
  'printing',
  'transferring',
])

/**
 * The progress of a job that the state has: a printer that is off has none, whatever it last reported. A sender that says no state, only
 * how far it is, has one.
 */
export function getJobProgress({
  state,
  progress,
}: {
  state: PrinterState
  progress: number | null
}): number | null {
  const isOver = state === 'finished' || state === 'cancelled'
  return isOver || isUnderWay(state) ? progress : null
}

/** Whether a progress is of a job that is not over. */
export function isUnderWay(state: PrinterState): boolean {
  return activeStates.has(state) || state === 'unknown'
}
