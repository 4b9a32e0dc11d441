import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fillFolder } from '#lib/site/starter/fill-folder.ts'
import { getEnv } from './env.ts'
import { getLog } from './log.ts'

/**
 * Fills an empty content folder at the first start of a site, which leaves compiled code in the data folder. Not later: then it is empty
 * because a disk isn't mounted, for instance. With Postgres, whose state nobody knows yet, the folder comes from elsewhere.
 */
export async function fillNewContent(): Promise<void> {
  const { contentDir, dataDir, database } = getEnv()
  if (database.kind !== 'sqlite' || existsSync(join(dataDir, 'compiled'))) return
  const today = new Date().toISOString().slice(0, 10)
  const result = await fillFolder(contentDir, process.cwd(), today)
  const log = getLog()
  if (result === 'filled')
    log.info({ contentDir }, 'the content folder was empty: settings, a page and a post are in it')
  if (result === 'read-only')
    log.warn(
      { contentDir },
      `the content folder is empty and this user can't write into it: sudo chown -R ${process.getuid?.() ?? 'USER'} FOLDER, then start again`,
    )
}
