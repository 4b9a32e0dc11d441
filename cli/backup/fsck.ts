import BetterSqlite from 'better-sqlite3'
import { formatCount } from '#lib/api/format-count.ts'
import { type Env, getEnv } from '#lib/app-context/env.ts'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openTemporaryFolder } from '#lib/storage/blobs/temporary-folder.ts'
import { createStore } from '#lib/storage/db/open-store.ts'
import { assertIntact } from '#lib/storage/db/sqlite-preconditions.ts'
import { parseArguments, runCommand } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireStore } from '../require-store.ts'
import { checkStore } from './check-store.ts'
import { copyPicture } from './copy-picture.ts'
import { getDatabaseFile, openBlobs, openDatabase } from './open-parts.ts'

/** All of it, which a start of the site doesn't do. @throws Error if it is damaged */
function checkDatabase(file: string): void {
  const database = new BetterSqlite(file, { readonly: true })
  try {
    assertIntact(database, file, Number.POSITIVE_INFINITY)
  } finally {
    database.close()
  }
}

const usage = `npm run fsck -- [--sweep] [--from FOLDER]

  Checks every row and every picture of the site that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL). Changes nothing
  without an option.

  --sweep        deletes pictures that no row refers to, and counts wrong totals again
  --from FOLDER  restores missing and damaged pictures from the backups in FOLDER

  Exit codes: 0 success, 1 failed or pictures are lost, 2 invalid arguments.`

async function checkAll(env: Env, sweep: boolean, from: string | undefined): Promise<0 | 1> {
  if (env.database.kind === 'sqlite') checkDatabase(getDatabaseFile(env.dataDir))
  const store = createStore(await openDatabase(env))
  try {
    const blobs = await openBlobs(env)
    const { pictures, missing, damaged, orphans, wrongTotals } = await checkStore(store, blobs)
    const bytes = orphans.reduce((sum, orphan) => sum + orphan.bytes, 0)
    console.log(
      `${formatCount(pictures, 'picture')}: ${missing.length} missing, ${damaged.length} damaged; ${formatCount(orphans.length, 'file')} (${bytes} bytes) without a row`,
    )
    for (const id of wrongTotals)
      console.log(
        `printer ${id}: its totals, used by /metrics, are wrong${sweep ? '; counted again' : '. Run this with --sweep.'}`,
      )
    if (sweep && wrongTotals.length > 0) await store.retention.recountTotals()
    if (sweep) for (const { key } of orphans) await blobs.delete(key)
    const lost: string[] = []
    const backups = from === undefined ? null : await openDiskBlobs(from)
    const temporaryDir = await openTemporaryFolder(env.dataDir)
    for (const sha256 of [...missing, ...damaged]) {
      const result = backups && (await copyPicture(sha256, backups, blobs, temporaryDir, true))
      if (result === 'copied') console.log(`${sha256}: restored`)
      else lost.push(sha256)
    }
    for (const sha256 of lost)
      console.error(`${sha256}: ${missing.includes(sha256) ? 'missing' : 'damaged'}`)
    return lost.length > 0 ? 1 : 0
  } finally {
    await store.close()
  }
}

await runCommand(usage, async (args) => {
  const options = { sweep: { type: 'boolean' }, from: { type: 'string' } } as const
  const { sweep, from } = parseArguments(args, { options }).values
  const env = getEnv()
  requireStore(env, 'never')
  return await keepOwner([env.dataDir], () => checkAll(env, sweep === true, from))
})
