import type { PrinterState } from '#lib/api/states.ts'

const others: Partial<Record<PrinterState, string>> = {
  unreachable: 'No word from it',
  unauthorized: 'No word from it',
  error: 'Stopped with a fault',
  offline: 'Off',
  starting: 'Getting ready',
  transferring: 'Reading in a file',
  unknown: 'Not told',
}

/** What the printer was doing at a moment, in a word or two. */
export function describeStateAt(state: PrinterState): string {
  return others[state] ?? `${state.charAt(0).toUpperCase()}${state.slice(1)}`
}
