import { type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Tables } from '../schema.ts'

type Builder = ExpressionBuilder<Tables, 'observations'>

/** What an observation's print says of its job. */
export const jobColumns = () => [isJobHidden(), printName()] as const

/**
 * The owner's name for the print that the observation is of. A printer's server still names the file when the print is over, and may
 * load it again for the next one.
 */
function printName() {
  const eb = expressionBuilder<Tables, 'observations'>()
  return selectLastPrint(eb)
    .select('last_print.name')
    .where(({ and, or, eb, ref }) =>
      or([
        eb('last_print.last_seen_at', '>=', ref('observations.observed_at')),
        and([
          eb('last_print.job_name', '=', ref('observations.job_name')),
          eb('observations.state', '!=', 'transferring'),
        ]),
      ]),
    )
    .as('print_name')
}

/**
 * Whether an observation's job is of a print that the owner has hidden: it was seen in one, or is the job of one and wasn't seen in
 * another. A printer's server still names the file when the print is over.
 */
function isJobHidden() {
  const eb = expressionBuilder<Tables, 'observations'>()
  const isHidden = eb.or([
    eb.exists(selectHidingFact(eb)),
    eb.and([eb.exists(selectHiddenNamesake(eb)), eb.not(eb.exists(selectPublicNamesake(eb)))]),
  ])
  return sql<0 | 1>`case when ${isHidden} then 1 else 0 end`.as('is_job_hidden')
}

const selectHidingFact = (eb: Builder) =>
  eb
    .selectFrom('print_facts')
    .select('print_facts.id')
    .whereRef('print_facts.printer_id', '=', 'observations.printer_id')
    .where('kind', '=', 'hide')
    .whereRef('to_at', '>=', 'observations.observed_at')
    .whereRef('from_at', '<=', 'observations.observed_at')

const selectHiddenNamesake = (eb: Builder) =>
  eb
    .selectFrom('prints')
    .select('prints.id')
    .whereRef('prints.printer_id', '=', 'observations.printer_id')
    // Not as a parameter, so that the partial index is used.
    .where(sql<SqlBool>`is_hidden = 1`)
    .whereRef('prints.job_name', '=', 'observations.job_name')

/** The last print that had begun by then, if the observation was in it. */
const selectPublicNamesake = (eb: Builder) =>
  selectLastPrint(eb)
    .select('last_print.id')
    .whereRef('last_print.job_name', '=', 'observations.job_name')
    .whereRef('last_print.last_seen_at', '>=', 'observations.observed_at')

/** The last print that had begun by then, if it isn't hidden. */
const selectLastPrint = (eb: Builder) =>
  eb
    .selectFrom('prints as last_print')
    .where('last_print.id', '=', (of) =>
      of
        .selectFrom('prints')
        .select('prints.id')
        .whereRef('prints.printer_id', '=', 'observations.printer_id')
        .where('is_former', '=', 0)
        .whereRef('first_seen_at', '<=', 'observations.observed_at')
        .orderBy('first_seen_at', 'desc')
        .limit(1),
    )
    .where('last_print.is_hidden', '=', 0)
