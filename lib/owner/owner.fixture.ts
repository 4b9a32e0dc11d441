import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '#lib/storage/db/open-store.ts'
import { createOwner, type Owner } from './owner.ts'
import type { Verify } from './passkeys/verify-job.ts'

export interface TestOwner {
  owner: Owner
  /** Moves the clock. */
  wait(time: { hours: number }): void
  close(): Promise<void>
}

/** An owner's site on SQLite, with a clock that the test moves. */
export async function openTestOwner(
  verify: Verify = async () => ({ rejected: 'There is no verifier here.' }),
): Promise<TestOwner> {
  const dataDir = await mkdtemp(join(tmpdir(), 'owner-'))
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  let nowMs = Date.parse('2026-11-22T14:30:00Z')
  const owner = createOwner({
    store: store.owner,
    verify,
    siteUrl: 'https://example.org',
    getSiteTitle: () => 'Example',
    now: () => new Date(nowMs),
  })
  return {
    owner,
    wait: ({ hours }) => {
      nowMs += hours * 60 * 60 * 1000
    },
    close: async () => {
      await store.close()
      await rm(dataDir, { recursive: true })
    },
  }
}
