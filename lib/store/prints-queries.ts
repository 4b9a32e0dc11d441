import { type Kysely, sql } from 'kysely'
import type { FrameSpan } from '#lib/printers/prints-port.ts'
import type { HistoryCursor } from '#lib/printers/types.ts'
import { activeStates } from '#lib/printers/wire/states.ts'
import type { Tables } from './schema.ts'

/* What visitors ask about prints: each is answered from an index (`prints-plans.test.ts`). */

export function selectPrintPage(
  db: Kysely<Tables>,
  printerId: number,
  page: { before: HistoryCursor | null; limit: number; isPublished?: boolean },
) {
  const { before, limit, isPublished } = page
  return db
    .selectFrom('prints')
    .selectAll()
    .where('printer_id', '=', printerId)
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

/** The print that comes next in time. */
export function selectFollowing(
  db: Kysely<Tables>,
  printerId: number,
  after: { first_seen_at: number; number: number },
) {
  return db
    .selectFrom('prints')
    .selectAll()
    .where('printer_id', '=', printerId)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('first_seen_at', 'number'), '>', tuple(after.first_seen_at, after.number)),
    )
    .orderBy('first_seen_at')
    .orderBy('number')
    .limit(1)
}

/** The pictures of a print. One of the next job, which may begin before the last one's end was seen, is none of it. */
export function selectFrames(db: Kysely<Tables>, printerId: number, span: FrameSpan) {
  return db
    .selectFrom('snapshots')
    .innerJoin('observations', 'observations.id', 'snapshots.observation_id')
    .where('snapshots.printer_id', '=', printerId)
    .where('snapshots.captured_at', '>=', span.from.getTime())
    .where('snapshots.captured_at', '<=', span.to.getTime())
    .$if(span.jobName !== null, (query) =>
      query.where(({ or, eb }) =>
        or([
          eb('job_name', 'is', null),
          eb('job_name', '=', span.jobName),
          eb('observations.state', 'not in', [...activeStates]),
        ]),
      ),
    )
}

/** The ids of at most `limit` of them, evenly, the first and the last with them. */
export function selectEvenFrames(
  db: Kysely<Tables>,
  printerId: number,
  span: FrameSpan,
  limit: number,
) {
  const numbered = selectFrames(db, printerId, span)
    .select('snapshots.id')
    .select(
      sql<number>`row_number() over (order by snapshots.captured_at, snapshots.id)`.as('place'),
    )
    .select(sql<number>`count(*) over ()`.as('total'))
  const steps = sql.lit(limit - 1)
  return db
    .selectFrom(numbered.as('numbered'))
    .select('numbered.id')
    .where(
      sql<boolean>`place = 1 or (place - 1) * ${steps} / nullif(total - 1, 0) <> (place - 2) * ${steps} / nullif(total - 1, 0)`,
    )
}
