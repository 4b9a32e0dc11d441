import { statSync } from 'node:fs'
import { formatCount } from '#lib/api/format-count.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { parseArguments, runCommand, UsageError } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { restoreBackup } from './restore-backup.ts'

const usage = `npm run restore -- --from FOLDER|FILE [--backup NAME] [--move-aside]

  Restores a backup into the empty store that the environment names (DATA_DIR, DATABASE_URL, BLOBS_URL).

  --from FOLDER  where the backups are stored; or the file that the admin area has made
  --backup NAME  the name of one of them, by default the newest
  --move-aside   first moves a SQLite database that is there to replaced-TIME in DATA_DIR; stop the site before

  Exit codes: 0 success, 1 failed or incomplete, 2 invalid arguments.`

await runCommand(usage, async (args) => {
  const options = {
    from: { type: 'string' },
    backup: { type: 'string' },
    'move-aside': { type: 'boolean' },
  } as const
  const {
    from,
    backup = null,
    'move-aside': movesAside = false,
  } = parseArguments(args, { options }).values
  if (!from) throw new UsageError('Missing --from FOLDER, where the backups are stored.')
  const env = getEnv()
  const { name, printers, snapshots, pictures, lost, unreadable } = await keepOwner(
    [env.dataDir],
    () => restoreBackup(env, from, backup, { movesAside }),
  )
  console.log(
    `${name}: restored ${formatCount(printers, 'printer')}, ${formatCount(snapshots, 'snapshot')}, ${formatCount(pictures, 'picture')}`,
  )
  // Of a folder that root has made, nothing says who should own it.
  if (process.getuid?.() === 0 && statSync(env.dataDir).uid === 0)
    console.error(
      `${env.dataDir} belongs to root. If the site runs as another user, run: chown -R USER ${env.dataDir}`,
    )
  for (const sha256 of lost) console.error(`Picture ${sha256} is missing or damaged in the backup.`)
  for (const channel of unreadable)
    console.error(
      `The secret of channel "${channel}" can’t be decrypted: start the site with the SECRETS_KEY of the backup’s site, or enter the secret again at /admin/notifications.`,
    )
  return lost.length > 0 || unreadable.length > 0 ? 1 : 0
})
