import type { PrinterState } from '#lib/api/states.ts'

const others: Partial<Record<PrinterState, string>> = {
  unreachable: 'No readings',
  unauthorized: 'No readings',
  offline: 'Off',
  transferring: 'Loading a file',
}

/** What the printer was doing, in a word or two. */
export function describeStateAt(state: PrinterState): string {
  return others[state] ?? `${state.charAt(0).toUpperCase()}${state.slice(1)}`
}
