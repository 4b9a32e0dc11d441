import { getEnv } from '#lib/app-context/env.ts'
import { keepBackups } from './keep-backups.ts'
import { makeBackup } from './make-backup.ts'
import { readOptions, reportFailure, UsageError } from './usage.ts'

const usage = `npm run backup -- --to FOLDER [--keep N]

  Copies database and pictures of the site that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL) while it runs. Pictures
  that a former backup in FOLDER has are not copied again. --keep N deletes all but the newest N afterwards.`

try {
  const values = readOptions(usage, { to: { type: 'string' }, keep: { type: 'string' } })
  const keep = values.keep === undefined ? null : Number(values.keep)
  if (!values.to) throw new UsageError('Say where to: --to FOLDER, best on another disk.')
  if (keep !== null && !(Number.isInteger(keep) && keep > 0))
    throw new UsageError(`--keep ${values.keep} is no number of backups: give one from 1 on.`)
  const { path, printers, pictures, copied, faults } = await makeBackup(getEnv(), values.to)
  console.log(`${path}: ${printers} printers, ${pictures} pictures, ${copied} of them new`)
  for (const { sha256, fault } of faults)
    console.error(`picture ${sha256} is ${fault}: npm run fsck`)
  if (keep !== null && faults.length === 0)
    for (const old of await keepBackups(values.to, keep)) console.log(`${old}: deleted`)
  // Incomplete, and somebody should know: the older ones, which may have what is lost, are kept.
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  process.exitCode = reportFailure(error, usage)
}
