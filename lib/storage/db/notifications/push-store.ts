import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import { DomainError } from '#lib/core/errors.ts'
import { factKinds } from '#lib/notifications/facts/fact-kinds.ts'
import type { PushStore, Wish } from '#lib/notifications/push/ports.ts'
import { isKnownService } from '#lib/notifications/push/subscription.ts'
import { printerNotFound } from '#lib/printers/require-printer.ts'
import type { Database } from '../database.ts'
import { selectPrints } from '../prints/rederive.ts'
import type { Tables } from '../schema.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { createPushKeyStore } from './push-key-store.ts'

/** Of each printer. */
const maxVisitors = 10_000
/** Of each printer, at unknown push services: such an endpoint could be a victim's address. */
const maxAtUnknownServices = 100
/** What is older is hardly wanted any more. */
const keepMs = 90 * 24 * 60 * 60_000
/** How long the end of a print is news. */
const newsMs = factKinds.ended.worthMs

type Keys =
  | 'getPushKeys'
  | 'replacePushKeys'
  | 'subscribe'
  | 'findWish'
  | 'unsubscribe'
  | 'renewSubscription'
  | 'hasSubscriptions'

export function createPushStore(
  database: Database,
  keyring: Keyring,
  limit = maxVisitors,
): Pick<PushStore, Keys | 'prunePushes'> {
  return {
    ...createPushKeyStore(database, keyring),

    subscribe: (printerId, { endpoint, keys }, now, network = 0) =>
      database.write(async (db) => {
        const { wish, print } = await findPrint(db, printerId)
        const isKnown = isKnownService(endpoint)
        await deleteWish(db, printerId, endpoint)
        await requireRoom(db, printerId, { isKnown, network, limit })
        const row = {
          printer_id: printerId,
          wish,
          print,
          endpoint,
          ...keys,
          is_known_service: isKnown ? (1 as const) : (0 as const),
          network,
          created_at: now.getTime(),
          due_at: now.getTime(),
          tries: 0,
        }
        await db
          .insertInto('push_subscriptions')
          .values(row)
          // Two taps at the same time.
          .onConflict((conflict) => conflict.columns(['endpoint', 'printer_id']).doNothing())
          .execute()
        return wish
      }),

    findWish: (printerId, endpoint) =>
      database.read(async (db) => {
        const row = await db
          .selectFrom('push_subscriptions')
          .select(['wish', 'print'])
          .where('endpoint', '=', endpoint)
          .where('printer_id', '=', printerId)
          .executeTakeFirst()
        if (row === undefined) return null
        // The message about an end that is known is on its way.
        const current = await findPrint(db, printerId)
        const isOver = current.wish !== row.wish || current.print !== row.print
        return row.wish === 'end' && isOver ? null : row.wish
      }),

    unsubscribe: (printerId, endpoint) =>
      database.write((db) => deleteWish(db, printerId, endpoint)),

    async renewSubscription(former, { endpoint, keys }) {
      // Else a hundred at unknown services would be no limit.
      if (isKnownService(former.endpoint) && !isKnownService(endpoint)) return false
      return await database.write(async (db) => {
        const { numUpdatedRows } = await db
          .updateTable('push_subscriptions')
          // A message that is on its way to the former one is sent again.
          .set({ endpoint, ...keys, leased_by: null, leased_until: null })
          .where('endpoint', '=', former.endpoint)
          .where('auth', '=', former.keys.auth)
          .where('p256dh', '=', former.keys.p256dh)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      })
    },

    hasSubscriptions: () =>
      database.read(async (db) => {
        const row = await db.selectFrom('push_subscriptions').select('id').limit(1).execute()
        return row.length > 0
      }),

    prunePushes: (now) =>
      database.write(async (db) => {
        await db
          .deleteFrom('push_subscriptions')
          .where('created_at', '<', now.getTime() - keepMs)
          .execute()
        // Also those whose message was never sent, as of a hidden print.
        await db
          .deleteFrom('push_subscriptions')
          .where('wish', '=', 'end')
          .where(({ not, exists }) => not(exists(selectLivePrints(db, now))))
          .execute()
        await db
          .deleteFrom('push_facts')
          .where('expires_at', '<', now.getTime() - keepMs)
          .execute()
      }),
  }
}

/** The print that a visitor waits for, while there is something to say of it. */
const selectLivePrints = (db: Kysely<Tables>, now: Date) =>
  db
    .selectFrom('prints')
    .select('prints.id')
    .whereRef('prints.printer_id', '=', sql.ref('push_subscriptions.printer_id'))
    .whereRef('prints.number', '=', sql.ref('push_subscriptions.print'))
    .where('is_former', '=', 0)
    .where(({ eb, or }) =>
      or([eb('outcome', '=', 'running'), eb('end_not_after', '>', now.getTime() - newsMs)]),
    )

async function deleteWish(db: Kysely<Tables>, printerId: number, endpoint: string): Promise<void> {
  await db
    .deleteFrom('push_subscriptions')
    .where('endpoint', '=', endpoint)
    .where('printer_id', '=', printerId)
    .execute()
}

async function findPrint(
  db: Kysely<Tables>,
  printerId: number,
): Promise<{ wish: Wish; print: number }> {
  const printer = await db
    .selectFrom('printers')
    .select('last_print_number')
    .where('id', '=', printerId)
    .executeTakeFirst()
  if (printer === undefined) throw printerNotFound(printerId)
  const last = await selectPrints(db, printerId)
    .orderBy('first_seen_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.outcome === 'running'
    ? { wish: 'end', print: last.number }
    : { wish: 'start', print: printer.last_print_number }
}

/** Makes room where a network has more places than the visitor's: its oldest visitor loses one. @throws DomainError `busy` */
async function requireRoom(
  db: Kysely<Tables>,
  printerId: number,
  { isKnown, network, limit }: { isKnown: boolean; network: number; limit: number },
): Promise<void> {
  const ofPrinter = () => db.selectFrom('push_subscriptions').where('printer_id', '=', printerId)
  const { all, unknown } = await ofPrinter()
    .select((eb) => eb.fn.countAll<number>().as('all'))
    .select(sql<number>`count(case when is_known_service = 0 then 1 end)`.as('unknown'))
    .executeTakeFirstOrThrow()
  if (!isKnown && Number(unknown) >= maxAtUnknownServices)
    throw busy(
      'Too many people wait for this printer with a browser like yours. Use another browser, or come back later to look.',
    )
  if (Number(all) < limit) return
  const count = (eb: ExpressionBuilder<Tables, 'push_subscriptions'>) => eb.fn.countAll<number>()
  const largest = await ofPrinter()
    .select((eb) => ['network', count(eb).as('places'), eb.fn.min('id').as('oldest')])
    .groupBy('network')
    .orderBy((eb) => count(eb), 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const own = await ofPrinter()
    .where('network', '=', network)
    .select((eb) => count(eb).as('places'))
    .executeTakeFirstOrThrow()
  if (Number(own.places) >= Number(largest.places))
    throw busy(
      'So many people wait for this printer that the site can take no more. Come back later to look.',
    )
  await db.deleteFrom('push_subscriptions').where('id', '=', largest.oldest).execute()
}

const busy = (message: string) => new DomainError('busy', message, { retryAfterSeconds: 3600 })
