import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { startPostgres } from '../../../testing/postgres/postgres-server.ts'
import { expectOneOwner } from './contracts/claims.contract.ts'
import { describeStore } from './contracts/store.contract.ts'
import { type OpenStore, openStore } from './open-store.ts'
import { startOrSkip } from './testing/real-server.ts'
import { insertSamplePrinter, later, makeReport, noon } from './testing/samples.ts'

// `postgres-faults.test.ts` tests durability; here fsync would only cost time.
const server = await startOrSkip('Postgres', () =>
  startPostgres({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
)
afterAll(() => server?.stop())

const opened: OpenStore[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})

async function openAt(url: string): Promise<OpenStore> {
  const store = await openStore({ database: { kind: 'postgres', url } })
  opened.push(store)
  return store
}

describe.skipIf(server === null)('with a real server', () => {
  const createSchema = async () => (await server?.createSchema()) ?? ''

  let schema: string | null = null
  describeStore('Postgres', async () => {
    if (schema === null) schema = await createSchema()
    else await server?.emptySchema(schema, ['migrations', 'write_checks'])
    return openAt(schema)
  })

  test('five that start at the same time on an empty database migrate it once', async () => {
    const url = await createSchema()
    const stores = await Promise.all(Array.from({ length: 5 }, () => openAt(url)))
    const printers = await Promise.all(stores.map((store) => insertSamplePrinter(store.printers)))
    expect(printers.map((printer) => printer.id).sort()).toEqual([1, 2, 3, 4, 5])
  })

  test('the same report sent to two replicas makes one row', async () => {
    const url = await createSchema()
    const stores = [await openAt(url), await openAt(url)]
    const printer = await insertSamplePrinter((await openAt(url)).printers)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        stores[index % 2]?.snapshots.insertObservation(makeReport(printer.id, noon)),
      ),
    )
    expect(results.filter((result) => result?.isNew)).toHaveLength(1)
    expect(new Set(results.map((result) => result?.snapshot?.id)).size).toBe(1)
  })

  test('of two replicas only one has a piece of work', async () => {
    const url = await createSchema()
    await expectOneOwner(await openAt(url), await openAt(url))
  })

  test('a replica sees the writes of another', async () => {
    const url = await createSchema()
    const [one, two] = [await openAt(url), await openAt(url)]
    const printer = await insertSamplePrinter(one.printers)
    const before = await two.retention.listRevisions()
    await one.snapshots.insertObservation(makeReport(printer.id, later(1)))
    expect((await two.retention.listRevisions()).get(printer.id)).toBeGreaterThan(
      before.get(printer.id) ?? 0,
    )
  })
})
