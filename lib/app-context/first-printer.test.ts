import { afterAll, expect, onTestFinished, test } from 'vitest'
import type { PrinterStore } from '#lib/printers/ports.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { startPostgres } from '../../testing/postgres/postgres-server.ts'
import { ensureFirstPrinter } from './first-printer.ts'

const server = await startOrSkip('Postgres', startPostgres)
afterAll(() => server?.stop())

test.skipIf(server === null)(
  'three replicas that start on an empty database insert printer 1 and its credential once',
  async () => {
    const url = (await server?.createDatabase()) ?? ''
    const stores = await Promise.all(
      [1, 2, 3].map(() => openStore({ database: { kind: 'postgres', url } })),
    )
    onTestFinished(async () => {
      for (const store of stores) await store.close()
    })
    const wanted = { name: 'Harbour', user: 'snapper', password: 'hunter2' }
    const { promise: allListed, resolve } = Promise.withResolvers<void>()
    let listed = 0
    const whenAllFoundNone = (printers: PrinterStore): PrinterStore => ({
      ...printers,
      listPrinters: async () => {
        const found = await printers.listPrinters()
        if (++listed === stores.length) resolve()
        await allListed
        return found
      },
    })
    await Promise.all(
      stores.map(({ printers }) => ensureFirstPrinter(whenAllFoundNone(printers), wanted)),
    )
    const printers = stores[0]?.printers
    expect((await printers?.listPrinters())?.map(({ id, name }) => [id, name])).toEqual([
      [1, 'Harbour'],
    ])
    expect(await printers?.listCredentials()).toHaveLength(1)
  },
)
