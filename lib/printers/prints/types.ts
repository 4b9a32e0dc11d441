import type { PrinterState, PrintOutcome } from '#lib/api/states.ts'
import type { Filament, Reading } from '../types.ts'

/** The part of an observation from which prints are derived. */
export interface StateObservation
  extends Pick<
    Reading,
    | 'state'
    | 'progress'
    | 'jobName'
    | 'elapsedSeconds'
    | 'remainingSeconds'
    | 'temperatures'
    | 'filamentUsedMm'
    | 'filamentTotalMm'
    | 'intervalSeconds'
  > {
  observedAt: Date
}

export interface DerivedPrint {
  outcome: PrintOutcome
  jobName: string | null
  /** `notBefore` is `null` where nothing was seen before it. */
  started: { notBefore: Date | null; notAfter: Date }
  ended: { notBefore: Date; notAfter: Date } | null
  firstSeenAt: Date
  /** The last time that it was seen on the machine. */
  lastSeenAt: Date
  /** What was said then; `elapsedSeconds` and `filament` also by the sighting that ended it. */
  lastState: PrinterState
  progress: number | null
  elapsedSeconds: number | null
  remainingSeconds: number | null
  /** Degrees Celsius by heater, of the readings while it was on the machine. */
  maxTemperatures: Record<string, number>
  filament: Filament
}

/** Where a derivation stands: the print at hand (or the last one), and the last sighting that told anything. */
export interface DerivationState {
  print: DerivedPrint | null
  /** `isPrinting`: the print at hand is still open. */
  previous: { observedAt: Date; isPrinting: boolean } | null
}

/** A print as it is kept. */
export interface Print extends DerivedPrint {
  printerId: number
  /** Counted per printer in the order in which the site learned of them; never given twice. */
  number: number
  /** When it came into the feeds, by the owner's hand or by itself; `null`: a draft. */
  publishedAt: Date | null
}
