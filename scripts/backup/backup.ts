import { parseArgs } from 'node:util'
import { getEnv } from '#lib/env.ts'
import { keepBackups } from './keep-backups.ts'
import { makeBackup } from './make-backup.ts'

const usage = `npm run backup -- --to FOLDER [--keep N]

  Copies database and pictures of the site that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL) while it runs. Pictures
  that a former backup in FOLDER has are not copied again. --keep N deletes all but the newest N afterwards.`

try {
  const { values } = parseArgs({ options: { to: { type: 'string' }, keep: { type: 'string' } } })
  const keep = values.keep === undefined ? null : Number(values.keep)
  if (!values.to || (keep !== null && !(Number.isInteger(keep) && keep > 0)))
    throw new TypeError(usage)
  const { path, printers, pictures, copied, faults } = await makeBackup(getEnv(), values.to)
  console.log(`${path}: ${printers} printers, ${pictures} pictures, ${copied} of them new`)
  for (const { sha256, fault } of faults)
    console.error(`picture ${sha256} is ${fault}: npm run fsck`)
  if (keep !== null && faults.length === 0)
    for (const old of await keepBackups(values.to, keep)) console.log(`${old}: deleted`)
  // Incomplete, and somebody should know: the older ones, which may have what is lost, are kept.
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof TypeError ? 2 : 1
}
