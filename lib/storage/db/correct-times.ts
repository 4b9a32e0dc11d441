import type { Kysely } from 'kysely'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import { maxClockLeadMs } from '#lib/printers/ports.ts'
import type { LockedPrinter } from './printer-store.ts'
import { markStale } from './prints/derivation.ts'
import { moveFacts } from './prints/facts.ts'
import type { Tables } from './schema.ts'

/** More rows than a wrong clock leaves behind: then the clock is behind now, not ahead before. */
const maxAhead = 1_000

/** A machine without a battery starts in the past. Before this code was written, the clock is certainly wrong. */
const earliest = Date.UTC(2026, 10, 1)

interface AheadRow {
  id: number
  observed_at: number
  received_at: number
}

/**
 * Corrects what was received while this machine's clock was ahead: such rows would be the newest until their time comes. They were
 * received before `now`, so they get the time just before it, in their order; a picture is marked as one whose time was corrected.
 * It changes nothing where the clock seems to be behind now: if so many rows are ahead, or if they continue the older ones without a
 * gap.
 * @returns whether it changed anything
 */
export async function correctTimes(
  db: Kysely<Tables>,
  printerId: number,
  now: number,
  printer: LockedPrinter,
): Promise<boolean> {
  const limit = now + maxClockLeadMs
  if ((printer.last_received_at ?? 0) <= limit || now < earliest) return false
  const rows: AheadRow[] = await selectByReceipt(db, printerId)
    .where('received_at', '>', limit)
    .orderBy('received_at')
    .orderBy('id')
    .limit(maxAhead)
    .execute()
  const first = rows[0]
  if (rows.length === maxAhead) return false
  const previous = await selectByReceipt(db, printerId)
    .where('received_at', '<=', limit)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (first !== undefined && previous !== undefined) {
    const everyMs = (previous.promised_seconds ?? defaultIntervalSeconds) * 1000
    if (first.received_at - previous.received_at <= 1.5 * everyMs) return false
  }
  for (const [index, row] of rows.entries())
    await moveRow(db, printerId, row, { to: now - rows.length + index, limit })
  await db
    .updateTable('printers')
    .set((eb) => ({ last_received_at: now, revision: eb('revision', '+', 1) }))
    .where('id', '=', printerId)
    .execute()
  const span = { from: now - rows.length, to: Math.max(now, ...rows.map((row) => row.observed_at)) }
  await markStale(db, printerId, span, printer)
  return true
}

function selectByReceipt(db: Kysely<Tables>, printerId: number) {
  return db
    .selectFrom('observations')
    .select(['id', 'observed_at', 'received_at', 'promised_seconds'])
    .where('printer_id', '=', printerId)
}

/** A sender whose own clock was right has sent the right times, which stay. */
async function moveRow(
  db: Kysely<Tables>,
  printerId: number,
  { id, observed_at }: AheadRow,
  { to, limit }: { to: number; limit: number },
): Promise<void> {
  const ofPicture = () => db.updateTable('snapshots').where('observation_id', '=', id)
  await ofPicture()
    .set({ captured_at: to, is_clamped: 1 })
    .where('captured_at', '>', limit)
    .execute()
  await ofPicture().set({ received_at: to }).execute()
  await db
    .updateTable('observations')
    .set({ received_at: to, observed_at: observed_at > limit ? to : observed_at })
    .where('id', '=', id)
    .execute()
  if (observed_at <= limit) return
  await moveFacts(db, printerId, observed_at, to)
  // A print that began with it keeps its number.
  await db
    .updateTable('prints')
    .set({ first_seen_at: to, last_seen_at: to })
    .where('printer_id', '=', printerId)
    .where('first_seen_at', '=', observed_at)
    .execute()
}
