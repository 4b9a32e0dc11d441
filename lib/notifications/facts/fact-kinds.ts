import type { PrintOutcome } from '#lib/api/states.ts'

const hourMs = 60 * 60_000

/**
 * @param label what a channel's settings say of it
 * @param hours how long it is news
 * @param priority 1 to 5, as ntfy has them
 * @param isListedLate afterwards it is a line of a digest, not nothing
 * @param isOptional only channels that have chosen it send it
 */
const kind = (
  label: string,
  hours: number,
  priority: number,
  { isListedLate = true, isOptional = false } = {},
) => ({ label, worthMs: hours * hourMs, priority, isListedLate, isOptional })

/** What a channel can say, in the order of the documentation. */
export const factKinds = {
  started: kind('a print has started', 1 / 6, 2, { isListedLate: false }),
  half: kind('half of a print is done', 1 / 6, 2, {
    isListedLate: false,
    isOptional: true,
  }),
  finished: kind('a print is finished', 24, 3),
  failed: kind('a print has failed', 24, 5),
  cancelled: kind('a print was cancelled', 24, 3),
  ended: kind('a print has ended, and no report says how', 24, 3),
  paused: kind('a print is paused, by the printer or by hand', 2, 5),
  error: kind('a printer has an error without a print', 24, 5),
  late: kind('three pictures in a row are missing', 6, 3),
  silent: kind('a printer has not reported for a day', 24, 4),
  back: kind('a late or silent printer reports again', 6, 2),
  refused: kind('a snapper’s reports are refused', 24, 4),
  storage: kind('the disk is nearly full', 24, 4),
  content: kind('a file of the content folder has an error', 24, 3),
}

export type FactKind = keyof typeof factKinds

export const factKindNames = Object.keys(factKinds) as FactKind[] // the keys of the table

/** A fact that is older isn't even a line of a digest. */
export const maxListedAgeMs = 7 * 24 * hourMs

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
  /** What it tells has lasted since then: a message of the same kind from that time on is about the same. */
  since?: Date
  /** What can't be looked up when the message is sent, such as the names of broken files. */
  detail: string | null
}
