import { parseArgs } from 'node:util'
import { getEnv } from '#lib/env.ts'
import { restoreBackup } from './restore-backup.ts'

const usage = `npm run restore -- --from FOLDER [--backup NAME]

  Brings a backup, by default the newest, into the empty store that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL).`

try {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, backup: { type: 'string' } },
  })
  if (!values.from) throw new TypeError(usage)
  const restored = await restoreBackup(getEnv(), values.from, values.backup ?? null)
  const { name, printers, snapshots, pictures, faults } = restored
  console.log(
    `${name}: ${printers} printers, ${snapshots} snapshots, ${pictures} pictures are back`,
  )
  for (const sha256 of faults)
    console.error(`picture ${sha256} is missing or damaged in the backup`)
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
