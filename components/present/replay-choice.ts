/**
 * What an address wants to see again: the last print where nothing prints, none at all, one of the printer's prints, or something
 * that there isn't.
 */
export type ReplayChoice =
  | { kind: 'last' | 'none' }
  | { kind: 'print'; number: number }
  | { kind: 'unknown'; given: string }

/** Reads `?replay=`; whether there is such a print the store must tell. */
export function parseReplayChoice(given: string | string[] | undefined): ReplayChoice {
  if (given === undefined || given === '') return { kind: 'last' }
  if (given === 'off') return { kind: 'none' }
  if (typeof given === 'string' && /^[1-9]\d{0,8}$/.test(given))
    return { kind: 'print', number: Number(given) }
  return { kind: 'unknown', given: [given].flat().join(', ').slice(0, 40) }
}
