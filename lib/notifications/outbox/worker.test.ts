import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe } from 'vitest'
import { openStore } from '#lib/storage/db/open-store.ts'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { startPostgres } from '../../../testing/postgres/postgres-server.ts'
import { describeVisitorWorker } from '../push/visitor-worker.contract.ts'
import { describeWorker } from './worker.contract.ts'

const server = await startOrSkip('Postgres', () =>
  startPostgres({ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
)
afterAll(() => server?.stop())

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

describe('with SQLite', () => {
  const open = async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'worker-'))
    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    closers.push(async () => {
      await store.close()
      await rm(dataDir, { recursive: true })
    })
    return store
  }
  describeWorker(open)
  describeVisitorWorker(open)
})

describe.skipIf(server === null)('with Postgres', () => {
  const open = async () => {
    const url = (await server?.createSchema()) ?? ''
    const store = await openStore({ database: { kind: 'postgres', url } })
    closers.push(() => store.close())
    return store
  }
  describeWorker(open)
  describeVisitorWorker(open)
})
