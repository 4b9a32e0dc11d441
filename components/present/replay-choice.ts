/**
 * What the URL asks to replay: the last print while the printer is idle, nothing, a certain print, or something invalid.
 */
export type ReplayChoice =
  | { kind: 'last' | 'none' }
  | { kind: 'print'; number: number }
  | { kind: 'unknown'; given: string }

/** Parses `?replay=`. Whether the print exists is up to the store. */
export function parseReplayChoice(given: string | string[] | undefined): ReplayChoice {
  if (given === undefined || given === '') return { kind: 'last' }
  if (given === 'off') return { kind: 'none' }
  if (typeof given === 'string' && /^[1-9]\d{0,8}$/.test(given))
    return { kind: 'print', number: Number(given) }
  return { kind: 'unknown', given: [given].flat().join(', ').slice(0, 40) }
}
