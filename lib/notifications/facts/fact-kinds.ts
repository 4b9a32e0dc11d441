import type { PrintOutcome } from '#lib/api/states.ts'

const minute = 60_000
const hour = 60 * minute

interface FactKindRules {
  /** What a channel's settings say of it. */
  label: string
  /** How long it is news, milliseconds. */
  worthMs: number
  /** Afterwards it is a line of a digest, not nothing. */
  isListedLate: boolean
  /** 1 to 5, as ntfy has them. */
  priority: number
}

/** What a channel can say, in the order of the documentation. */
export const factKinds = {
  started: {
    label: 'a print has started',
    worthMs: 10 * minute,
    isListedLate: false,
    priority: 2,
  },
  finished: {
    label: 'a print is finished',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 3,
  },
  failed: {
    label: 'a print has failed',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 5,
  },
  cancelled: {
    label: 'a print was cancelled',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 3,
  },
  ended: {
    label: 'a print has ended, and no report says how',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 3,
  },
  paused: {
    label: 'a print is paused, by the printer or by hand',
    worthMs: 2 * hour,
    isListedLate: true,
    priority: 5,
  },
  late: {
    label: 'three pictures in a row are missing',
    worthMs: 6 * hour,
    isListedLate: true,
    priority: 3,
  },
  silent: {
    label: 'a printer has not reported for a day',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 4,
  },
  back: {
    label: 'a late or silent printer reports again',
    worthMs: 6 * hour,
    isListedLate: true,
    priority: 2,
  },
  refused: {
    label: 'a snapper’s reports are refused',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 4,
  },
  storage: {
    label: 'the disk is nearly full',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 4,
  },
  content: {
    label: 'a file of the content folder has an error',
    worthMs: 24 * hour,
    isListedLate: true,
    priority: 3,
  },
} satisfies Record<string, FactKindRules>

export type FactKind = keyof typeof factKinds

export const factKindNames = Object.keys(factKinds) as FactKind[] // the keys of the table

/** A fact that is older isn't even a line of a digest. */
export const maxListedAgeMs = 7 * 24 * hour

/** What says that a print is over, by its outcome. */
export const endKinds = {
  finished: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  unknown: 'ended',
} satisfies Record<Exclude<PrintOutcome, 'running'>, FactKind>

export interface Fact {
  kind: FactKind
  /**
   * At most one message of a channel has it. For a print it names the print and its start, end or pause, not the outcome: a corrected
   * outcome is no second message.
   */
  subject: string
  /** `null`: about the site. */
  printerId: number | null
  /** The print's number. */
  print: number | null
  happenedAt: Date
  /** What can't be looked up when the message is sent, such as the names of broken files. */
  detail: string | null
}
