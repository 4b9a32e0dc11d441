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

/** Fills a printer of a store without reports, or of one whose first `firstId` rows are other printers'. */
export async function fillHistory(
  database: Database,
  printerId: number,
  { snapshots, startsAt, firstId = 0 }: { snapshots: number; startsAt: Date; firstId?: number },
): Promise<void> {
  const chunk = 1000
  const timeAt = (index: number) => later(index * historyEverySeconds, startsAt).getTime()
  for (let start = 0; start < snapshots; start += chunk) {
    const length = Math.min(chunk, snapshots - start)
    const indexes = Array.from({ length }, (_, index) => start + index)
    await database.write(async (db) => {
      await db
        .insertInto('observations')
        .values(
          indexes.map((index) => ({
            printer_id: printerId,
            credential_id: 1,
            promised_seconds: historyEverySeconds,
            observed_at: timeAt(index),
            received_at: timeAt(index),
            ...fromReading(readingOfHistory(index)),
          })),
        )
        .execute()
      await db
        .insertInto('snapshots')
        .values(
          indexes.map((index) => ({
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
          })),
        )
        .execute()
    })
  }
}
