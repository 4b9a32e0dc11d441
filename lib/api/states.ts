/** The printer's state, normalised from every backend; the first that fits, top down, is meant. */
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

/** Why a snapper sent no picture. */
export const missingPictureReasons = ['camera_timeout', 'camera_error', 'dark', 'privacy'] as const

export type MissingPictureReason = (typeof missingPictureReasons)[number]

/** A job is on the machine: it is worth looking often. */
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
