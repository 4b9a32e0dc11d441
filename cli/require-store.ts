import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Env } from '#lib/app-context/env.ts'
import { getDatabaseFile } from './backup/open-parts.ts'
import { UsageError } from './command.ts'
import { findRunningSites, type RunningSite } from './running-site.ts'

/**
 * Makes sure that a command means the store of the running site: a new, empty one would be of no use to it.
 * @returns what to call the store in the command's output
 * @throws UsageError if there is no database in `DATA_DIR` and none is to be created, with the folder of a running site
 */
export function requireStore(
  { database, dataDir }: Pick<Env, 'database' | 'dataDir'>,
  { mayCreate }: { mayCreate: boolean },
  sites: readonly RunningSite[] = findRunningSites(),
): string {
  if (database.kind === 'postgres') return 'the database of DATABASE_URL'
  const file = resolve(getDatabaseFile(dataDir))
  const own = resolve(dataDir)
  const hasOwnSite = sites.some((site) => site.dataDir !== null && resolve(site.dataDir) === own)
  const [other] = hasOwnSite ? [] : sites.filter((site) => site.dataDir !== null)
  const hint =
    other === undefined
      ? ''
      : ` The site that runs as process ${other.pid} uses ${other.dataDir}; for that one set DATA_DIR=${other.dataDir} and run this as its user.`
  if (existsSync(file)) {
    if (hint !== '') console.error(`This command uses ${file}.${hint}`)
    return file
  }
  if (mayCreate) return file
  throw new UsageError(
    `There is no database in ${own}.${hint} Start the site to create one there, or repeat this with --create.`,
  )
}
