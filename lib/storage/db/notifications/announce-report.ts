import type { Kysely } from 'kysely'
import { defaultIntervalSeconds, isOutdated } from '#lib/api/freshness.ts'
import type { PrinterState } from '#lib/api/states.ts'
import { findReturn, type LastAbsence } from '#lib/notifications/facts/absence-facts.ts'
import {
  findPrintFacts,
  findPrintOf,
  type PrintsView,
  toldStates,
} from '#lib/notifications/facts/print-facts.ts'
import type { ChannelWithoutSecrets } from '#lib/notifications/ports.ts'
import type { NewObservation } from '#lib/printers/types.ts'
import type { LockedPrinter } from '../printer-store.ts'
import {
  selectLastPrintObservation,
  selectPrintObservations,
  toStateObservation,
} from '../prints/print-observations.ts'
import { toDerived } from '../prints/print-rows.ts'
import { selectPrints } from '../prints/rederive.ts'
import type { Tables } from '../schema.ts'
import { insertFacts, listRecipients } from './insert-facts.ts'
import { insertPushFacts } from './push-outbox.ts'

/** A report can change the end of a print before the last one. An older one's is no news. */
const comparedPrints = 10

/**
 * Runs the derivation of a printer's prints, and writes what it has established into the outboxes, in the same transaction. Without
 * channels and waiting visitors it only derives.
 * @param report `null`: the derivation continues without one
 */
export async function announceChanges<T>(
  db: Kysely<Tables>,
  { id, channels: count, visitors }: Pick<LockedPrinter, 'id' | 'channels' | 'visitors'>,
  report: NewObservation | null,
  derive: () => Promise<T>,
): Promise<T> {
  if (count === 0 && visitors === 0) return await derive()
  const channels = await listRecipients(db)
  if (report !== null) await announceReturn(db, channels, report)
  // A picture alone says nothing about prints.
  if (report !== null && report.reading === null) return await derive()
  const now = report?.receivedAt ?? new Date()
  const at = report?.observedAt ?? now
  // The observation itself is stored already.
  const before = await loadPrintsView(db, id, at, report?.observedAt)
  const derived = await derive()
  const after = await loadPrintsView(db, id, at)
  const recent = toldStates.includes(report?.reading?.state ?? null)
    ? await selectRecent(db, id, at)
    : []
  const facts = findPrintFacts(id, before, { ...after, recent })
  await insertFacts(db, channels, facts, now)
  if (visitors !== 0) await insertPushFacts(db, facts, now)
  return derived
}

async function loadPrintsView(
  db: Kysely<Tables>,
  printerId: number,
  at: Date,
  except?: Date,
): Promise<PrintsView> {
  const rows = await selectPrints(db, printerId)
    .orderBy('first_seen_at', 'desc')
    .orderBy('number', 'desc')
    .limit(comparedPrints)
    .execute()
  const prints = rows.map((row) => ({ ...toDerived(row), number: row.number }))
  const print = findPrintOf(prints, at)
  if (print === undefined) return { prints, at, afterwards: [], recent: [] }
  const after = { observedAt: print.lastSeenAt.getTime() + 1, id: 0 }
  const observations = await selectPrintObservations(db, printerId, after, null, 3).execute()
  const afterwards = observations
    .map(toStateObservation)
    .filter(({ observedAt }) => observedAt.getTime() !== except?.getTime())
  return { prints, at, afterwards: afterwards.slice(0, 2), recent: [] }
}

async function selectRecent(
  db: Kysely<Tables>,
  printerId: number,
  at: Date,
): Promise<PrintsView['recent']> {
  const rows = await selectLastPrintObservation(db, printerId, at.getTime() + 1)
    .limit(3)
    .execute()
  return rows.map(({ state, observed_at }) => ({
    state: state as PrinterState | null, // see `createReading`
    observedAt: new Date(observed_at),
  }))
}

async function announceReturn(
  db: Kysely<Tables>,
  channels: readonly ChannelWithoutSecrets[],
  report: NewObservation,
): Promise<void> {
  const { printerId, receivedAt: at, snapshot } = report
  const ageMs = snapshot === null ? 0 : at.getTime() - snapshot.capturedAt.getTime()
  const everySeconds = report.intervalSeconds ?? defaultIntervalSeconds
  const isPicture = snapshot !== null && !isOutdated(ageMs, everySeconds)
  for (const channel of channels) {
    const last = await selectLastAbsence(db, channel.id, printerId)
    const fact = findReturn(printerId, last, { isPicture, at })
    if (fact !== null) await insertFacts(db, [channel], [fact], at)
  }
}

async function selectLastAbsence(
  db: Kysely<Tables>,
  channelId: number,
  printerId: number,
): Promise<LastAbsence | undefined> {
  const row = await db
    .selectFrom('notifications')
    .select(['id', 'kind'])
    .where('channel_id', '=', channelId)
    .where('printer_id', '=', printerId)
    .where('kind', 'in', ['late', 'silent', 'back'])
    .orderBy('happened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { id: row.id, kind: row.kind as LastAbsence['kind'] } // one of the three
}
