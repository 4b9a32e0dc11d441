import type { PrinterState } from './states.ts'

/** Each state in a word or two, for people. */
export const stateWords = {
  unreachable: 'Server not reachable',
  unauthorized: 'Key rejected',
  error: 'Error',
  offline: 'Off',
  cancelling: 'Cancelling',
  pausing: 'Pausing',
  paused: 'Paused',
  resuming: 'Resuming',
  finishing: 'Finishing',
  starting: 'Getting ready',
  printing: 'Printing',
  transferring: 'Loading a file',
  finished: 'Finished',
  cancelled: 'Cancelled',
  idle: 'Idle',
  unknown: 'Unknown',
} satisfies Record<PrinterState, string>
