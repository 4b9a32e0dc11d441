import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { createBrowser } from '#lib/notifications/push/push-service.fixture.ts'
import { startPostgres } from '../../../../testing/postgres/postgres-server.ts'
import type { Database } from '../database.ts'
import { openPostgres } from '../open-postgres.ts'
import { openSqlite } from '../open-sqlite.ts'
import { createPrinterStore } from '../printer-store.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { startOrSkip } from '../testing/real-server.ts'
import { insertSamplePrinter, noon } from '../testing/samples.ts'
import { createPushStore } from './push-store.ts'

const server = await startOrSkip('Postgres', () =>
  startPostgres({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
)
afterAll(() => server?.stop())

const databases: Record<string, () => Promise<Database>> = {
  async SQLite() {
    const dataDir = await mkdtemp(join(tmpdir(), 'push-limits-'))
    onTestFinished(() => rm(dataDir, { recursive: true }))
    return await openSqlite({ dataDir })
  },
  Postgres: async () => await openPostgres({ url: (await server?.createSchema()) ?? '' }),
}

for (const [name, open] of Object.entries(databases))
  test.skipIf(name === 'Postgres' && server === null)(
    `where all places are taken, networks with many of them make room for the others, with ${name}`,
    async () => {
      const database = await open()
      onTestFinished(database.close)
      const { id } = await insertSamplePrinter(createPrinterStore(database))
      const store = createPushStore(database, createKeyring(database, [], null), 10)
      const { subscription } = createBrowser('https://fcm.googleapis.com/fcm/send/a')
      const toEndpoint = (browser: string) => `https://fcm.googleapis.com/fcm/send/${browser}`
      const tap = (browser: string, network: number) =>
        store.subscribe(id, { ...subscription, endpoint: toEndpoint(browser) }, noon, network)
      const waits = async (browser: string) =>
        (await store.findWish(id, toEndpoint(browser))) !== null

      await tap('visitor', 1)
      for (let count = 0; count < 9; count++) await tap(`flood ${count}`, 2 + (count % 3))
      await expect(tap('one more', 2)).rejects.toMatchObject({ code: 'busy' })
      for (const network of [5, 6, 7]) await tap(`visitor ${network}`, network)
      expect(await waits('flood 0')).toBe(false)
      expect(await waits('flood 8')).toBe(true)
      for (const browser of ['visitor', 'visitor 5', 'visitor 6', 'visitor 7'])
        expect(await waits(browser), browser).toBe(true)
      // A second tap of the same browser needs no other place.
      await tap('visitor', 1)
      expect(await waits('flood 8')).toBe(true)
    },
  )
