import { formatCount } from '#lib/api/format-count.ts'
import { parseDecimal } from '#lib/api/parse-decimal.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { parseArguments, runCommand, UsageError } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { deleteOldBackups } from './delete-old-backups.ts'
import { makeBackup } from './make-backup.ts'
import { noteBackup } from './note-backup.ts'

const usage = `npm run backup -- --to FOLDER [--keep N]

  Backs up the database and the pictures of the site that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL), also while
  it runs. Pictures that FOLDER already has from an earlier backup are not copied again.

  --to FOLDER  where the backups are stored, best on another disk
  --keep N     then deletes all but the newest N backups, unless this one is incomplete

  Exit codes: 0 success, 1 failed or incomplete, 2 invalid arguments.`

await runCommand(usage, async (args) => {
  const options = { to: { type: 'string' }, keep: { type: 'string' } } as const
  const { to, keep: keepText } = parseArguments(args, { options }).values
  const keep = keepText === undefined ? null : (parseDecimal(keepText) ?? 0)
  if (!to) throw new UsageError('Missing --to FOLDER, best on another disk.')
  if (keep !== null && !(Number.isInteger(keep) && keep > 0))
    throw new UsageError(`--keep must be a whole number from 1, not "${keepText}".`)
  const env = getEnv()
  const { path, printers, pictures, copied, lost, keyProblem } = await keepOwner(
    [env.dataDir, to],
    () => makeBackup(env, to),
  )
  console.log(
    `${path}: ${formatCount(printers, 'printer')}, ${formatCount(pictures, 'picture')}, ${copied} of them new`,
  )
  await noteBackup(env, lost.length)
  for (const { sha256, problem } of lost)
    console.error(`Picture ${sha256} is ${problem}. Run: npm run fsck`)
  if (keyProblem !== null)
    console.error(`The keys of the channels’ secrets are missing. ${keyProblem}`)
  // After an incomplete backup the older ones stay: they may have what is lost.
  if (lost.length > 0 || keyProblem !== null) return 1
  if (keep !== null)
    for (const old of await deleteOldBackups(to, keep)) console.log(`${old}: deleted`)
})
