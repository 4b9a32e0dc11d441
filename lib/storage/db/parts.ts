import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema.ts'

/**
 * A query with one row for each of `count` numbers `n`, from `first`. Each can look for the row next to a point in time in an index:
 * samples of a long span cost as much as those of a short one.
 */
export function selectParts(db: Kysely<Tables>, first: number, count: number) {
  const start = sql<number>`cast(${sql.lit(first)} as bigint)`
  return db
    .withRecursive('parts', (with_) =>
      with_.selectNoFrom(start.as('n')).unionAll(
        with_
          .selectFrom('parts')
          .select(sql<number>`n + 1`.as('n'))
          .where('n', '<', first + count - 1),
      ),
    )
    .selectFrom('parts')
}
