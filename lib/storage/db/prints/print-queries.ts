import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type Kysely,
  type RawBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import { listStates, silentMs } from '#lib/printers/prints/identity.ts'
import type { FrameSpan, PrintView } from '#lib/printers/prints/print-store.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'
import { isVisible } from '../history-queries.ts'
import { selectParts } from '../parts.ts'
import type { Tables } from '../schema.ts'

/* Queries of the print pages. Each must use an index (`query-plans.test.ts`). */

export function selectPrintPage(
  db: Kysely<Tables>,
  printerId: number,
  page: { before: HistoryCursor | null; limit: number; isPublished?: boolean } & PrintView,
) {
  const { before, limit, isPublished } = page
  return selectPrints(db, printerId, page)
    .$if(isPublished === true, (query) => query.where('published_at', 'is not', null))
    .$if(before !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('first_seen_at', 'number'),
          '<',
          tuple(before?.capturedAt.getTime() ?? 0, before?.id ?? 0),
        ),
      ),
    )
    .orderBy('first_seen_at', 'desc')
    .orderBy('number', 'desc')
    .limit(limit)
}

/** All prints, or without those that are shown to the owner only. */
function selectPrints(db: Kysely<Tables>, printerId: number, { withHidden }: PrintView) {
  return db
    .selectFrom('prints')
    .selectAll()
    .where('printer_id', '=', printerId)
    .where('is_former', '=', 0)
    .$if(withHidden !== true, (query) => query.where('is_hidden', '=', 0))
}

/** What the search reads. Of the columns in the row, the name is the only one that the index lacks. */
export function selectPrintNames(db: Kysely<Tables>, printerId: number, limit: number) {
  return selectPrintPage(db, printerId, { before: null, limit })
    .clearSelect()
    .select(['number', 'job_name', 'name', 'first_seen_at', 'last_seen_at'])
}

/** The next print in time. */
export function selectFollowing(
  db: Kysely<Tables>,
  printerId: number,
  after: { first_seen_at: number; number: number },
  view: PrintView = {},
) {
  return selectPrints(db, printerId, view)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('first_seen_at', 'number'), '>', tuple(after.first_seen_at, after.number)),
    )
    .orderBy('first_seen_at')
    .orderBy('number')
    .limit(1)
}

/** The pictures of a print: see `FrameSpan`. */
export function selectFrames(
  db: Kysely<Tables>,
  printerId: number,
  span: FrameSpan,
  from: RawBuilder<number> = sql.lit(span.from.getTime()),
) {
  return db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.camera', '=', span.camera ?? 1)
    .where(isVisible())
    .where('snapshots.captured_at', '>=', from)
    .where('snapshots.captured_at', '<=', span.to.getTime())
    .where(isFrameOf(span))
}

/** For snapshots joined with their observations, within the span. */
export function isFrameOf(span: FrameSpan): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'snapshots' | 'observations'>()
  const { and, or } = eb
  const isOfJob =
    span.jobName === null
      ? and([])
      : or([eb('job_name', 'is', null), eb('job_name', '=', span.jobName)])
  return span.seen === undefined ? isOfJob : showsPrint({ and, eb, or }, span.seen, isOfJob)
}

type Builder = ExpressionBuilder<Tables, 'snapshots' | 'observations'>

/** The reading sent with a picture shows whether the print was still on the printer. */
function showsPrint(
  { and, eb, or }: Pick<Builder, 'and' | 'or'> & { eb: Builder },
  seen: NonNullable<FrameSpan['seen']>,
  isOfJob: Expression<SqlBool>,
) {
  const [firstAt, lastAt] = [seen.firstAt.getTime(), seen.lastAt.getTime()]
  const isOneOf = (states: 'printing' | 'ended' | 'unknown') =>
    eb('observations.state', 'in', listStates(states))
  const wasPrinting = [
    isOneOf('printing'),
    isOfJob,
    eb('observed_at', '>=', firstAt),
    eb('observed_at', '<=', lastAt),
  ]
  const isSilent = or([isOneOf('unknown'), eb('observations.state', 'is', null)])
  return or([
    and(wasPrinting),
    and([isOneOf('ended'), isOfJob, eb('observed_at', '>=', lastAt)]),
    and([isSilent, eb('captured_at', '<=', lastAt + silentMs)]),
  ])
}

/** The ids of at most `limit` pictures, evenly spaced between the times of the first and the last, including both. */
export function selectEvenFrames(
  db: Kysely<Tables>,
  printerId: number,
  span: FrameSpan,
  { firstAt, lastAt, limit }: { firstAt: number; lastAt: number; limit: number },
) {
  const target = sql<number>`${sql.lit(firstAt)} + n * ${sql.lit(lastAt - firstAt)} / ${sql.lit(limit - 1)}`
  const next = selectFrames(db, printerId, span, target)
    .select('snapshots.id')
    .orderBy('snapshots.captured_at')
    .orderBy('snapshots.id')
    .limit(1)
  return selectParts(db, 0, limit).select(next.as('id'))
}
