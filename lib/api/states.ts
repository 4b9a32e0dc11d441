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
