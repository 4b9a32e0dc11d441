import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { describeStore } from './contracts/store.contract.ts'
import { openStore } from './open-store.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

describeStore('SQLite', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'store-'))
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  closers.push(async () => {
    await store.close()
    await rm(dataDir, { recursive: true })
  })
  return store
})
