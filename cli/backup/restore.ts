import { getEnv } from '#lib/app-context/env.ts'
import { restoreBackup } from './restore-backup.ts'
import { readOptions, reportFailure, UsageError } from './usage.ts'

const usage = `npm run restore -- --from FOLDER [--backup NAME]

  Brings a backup, by default the newest, into the empty store that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL).`

try {
  const values = readOptions(usage, { from: { type: 'string' }, backup: { type: 'string' } })
  if (!values.from) throw new UsageError('Say where the backups are: --from FOLDER.')
  const restored = await restoreBackup(getEnv(), values.from, values.backup ?? null)
  const { name, printers, snapshots, pictures, faults } = restored
  console.log(
    `${name}: ${printers} printers, ${snapshots} snapshots, ${pictures} pictures are back`,
  )
  for (const sha256 of faults)
    console.error(`picture ${sha256} is missing or damaged in the backup`)
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  process.exitCode = reportFailure(error, usage)
}
