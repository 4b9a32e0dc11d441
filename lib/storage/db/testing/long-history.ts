import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { fromReading } from '../rows.ts'
import { later, makeReading, sha256Of } from './samples.ts'

/*
 * A year of a busy printer for benchmarks and query plans: a picture every five minutes; prints of 48 pictures (4 h), each followed
 * by two of the finished printer. Rows only, without image files and without derived prints.
 */
export const historyEverySeconds = 300
export const perPrint = 50

export function readingOfHistory(index: number) {
  const position = index % perPrint
  const jobName = `job ${Math.floor(index / perPrint) % 7}.gcode`
  if (position >= 48) return makeReading({ state: 'finished', jobName, progress: 100 })
  const elapsedSeconds = (position + 1) * historyEverySeconds - 30
  return makeReading({ state: 'printing', jobName, progress: position * 2, elapsedSeconds })
}

/** A whole number of prints, after which the jobs' names repeat. */
const repeated = perPrint * 7
/** Repetitions in one statement. */
const repeatedAtOnce = 50

/**
 * Fills a printer of a store without reports, or of one whose first `firstId` rows are other printers'. The database itself copies all
 * but the first rows: a million take half a minute.
 */
export async function fillHistory(
  database: Database,
  printerId: number,
  { snapshots, startsAt, firstId = 0 }: { snapshots: number; startsAt: Date; firstId?: number },
): Promise<void> {
  const timeAt = (index: number) => later(index * historyEverySeconds, startsAt).getTime()
  const indexes = Array.from({ length: Math.min(repeated, snapshots) }, (_, index) => index)
  const observations = indexes.map((index) => ({
    printer_id: printerId,
    credential_id: 1,
    promised_seconds: historyEverySeconds,
    observed_at: timeAt(index),
    received_at: timeAt(index),
    ...fromReading(readingOfHistory(index)),
  }))
  const pictures = indexes.map((index) => ({
    printer_id: printerId,
    observation_id: firstId + index + 1,
    sha256: sha256Of(`${firstId + index}`),
    bytes: 80_000,
    width: 1280,
    height: 720,
    placeholder: 'data:image/webp;base64,'.padEnd(160, 'A'),
    luma: 100,
    pictured_state: readingOfHistory(index).state,
    sharpness: 100,
    captured_at: timeAt(index),
    received_at: timeAt(index),
    is_clamped: 0 as const,
  }))
  await database.write(async (db) => {
    await db.insertInto('observations').values(observations).execute()
    await db.insertInto('snapshots').values(pictures).execute()
  })
  const copy = async (table: string, columns: readonly string[], start: number) => {
    const select = columns.map((name) => copies(database.dialect.name)[name] ?? name)
    const statement = `
      insert into ${table} (${columns.join(', ')})
      with recursive parts(n) as (
        select cast(${start} as bigint)
        union all select n + 1 from parts where n < ${start + repeatedAtOnce - 1}
      )
      select ${select.join(', ')} from parts cross join ${table} as first
      where first.id > ${firstId} and first.id <= ${firstId + repeated}
        and n * ${repeated} + first.id <= ${firstId + snapshots}
      order by n, first.id`
    await database.write((db) => sql.raw(statement).execute(db))
  }
  for (let start = 1; start * repeated < snapshots; start += repeatedAtOnce) {
    await copy('observations', Object.keys(observations[0] ?? {}), start)
    await copy('snapshots', Object.keys(pictures[0] ?? {}), start)
  }
}

/** The columns in which a copy differs. */
function copies(dialect: Database['dialect']['name']): Record<string, string> {
  const shifted = (name: string) => `${name} + n * ${repeated * historyEverySeconds * 1000}`
  const times = ['observed_at', 'captured_at', 'received_at'].map((name) => [name, shifted(name)])
  return {
    ...Object.fromEntries(times),
    observation_id: `observation_id + n * ${repeated}`,
    sha256:
      dialect === 'sqlite'
        ? 'lower(hex(randomblob(32)))'
        : 'md5(random()::text) || md5(random()::text)',
  }
}
