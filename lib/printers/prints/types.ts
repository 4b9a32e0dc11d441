import type { printMaterialNames, WireReading } from '#lib/api/schema/reading-fields.ts'
import type { PrinterState, PrintOutcome } from '#lib/api/states.ts'
import type { Filament, Reading } from '../types.ts'

/** Layers, nozzle, filament and spool under their names on the wire: only what is known. */
export type PrintMaterial = Partial<Pick<WireReading, (typeof printMaterialNames)[number]>>

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
  material?: PrintMaterial
}

export interface DerivedPrint {
  outcome: PrintOutcome
  /** Of the last job, where the owner has joined several. */
  jobName: string | null
  /** The owner has said that what the printer reports as several prints is this one. */
  isJoined: boolean
  /** `notBefore` is `null` without an observation before it. */
  started: { notBefore: Date | null; notAfter: Date }
  ended: { notBefore: Date; notAfter: Date } | null
  firstSeenAt: Date
  /** When it was last observed on the machine. */
  lastSeenAt: Date
  /** The last reported values; `elapsedSeconds` and `filament` include the observation that ended it. */
  lastState: PrinterState
  progress: number | null
  elapsedSeconds: number | null
  remainingSeconds: number | null
  /** Degrees Celsius by heater, while it was on the machine. */
  maxTemperatures: Record<string, number>
  filament: Filament
  /** As last reported. */
  material: PrintMaterial
}

/** The state of a derivation: the current or last print, and the last observation that is relevant for prints. */
export interface DerivationState {
  print: DerivedPrint | null
  /** `isPrinting`: the current print is still open. */
  previous: { observedAt: Date; isPrinting: boolean } | null
}

/** A stored print. */
export interface Print extends DerivedPrint {
  printerId: number
  /** Counted per printer in the order in which the site first saw them; never reused. */
  number: number
  /** When the owner or the site added it to the feeds; `null`: a draft. */
  publishedAt: Date | null
  /** The owner's name for it. */
  name: string | null
  /** What the owner says of it: Markdown, and what it is rendered to. */
  note: { markdown: string; html: string } | null
  /** The id of the picture that the owner has chosen for its cover. The picture may be gone. */
  coverId: number | null
  /** Shown to the owner only. */
  isHidden: boolean
  /** When the owner has last changed its name, note or cover. */
  describedAt: Date | null
}

/** What the owner says of a print; absent: unchanged. */
export type PrintDescription = Partial<Pick<Print, 'name' | 'note' | 'coverId'>>
