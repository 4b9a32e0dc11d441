import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Env } from '#lib/app-context/env.ts'
import { getDatabaseFile } from './backup/open-parts.ts'
import { UsageError } from './command.ts'
import { findRunningSites, type RunningSite } from './running-site.ts'

/**
 * Makes sure that a command means the store of the running site: a new, empty one would be of no use to it.
 * @param mayCreate whether the command may make a store where there is none: `always`, or unless a site runs elsewhere
 * @throws UsageError if there is no database in `DATA_DIR` and none is to be created
 */
export function requireStore(
  { database, dataDir, isDataDirGiven }: Pick<Env, 'database' | 'dataDir' | 'isDataDirGiven'>,
  mayCreate: 'never' | 'alone' | 'always',
  sites: readonly RunningSite[] = findRunningSites(),
): void {
  if (database.kind === 'postgres') return
  const own = resolve(dataDir)
  const hasOwnSite = sites.some((site) => site.dataDir !== null && resolve(site.dataDir) === own)
  const [other] = hasOwnSite ? [] : sites
  const hint = other === undefined ? '' : ` ${describeSite(other)}`
  if (existsSync(getDatabaseFile(dataDir))) {
    if (hint !== '' && !isDataDirGiven) console.error(`This command uses ${own}.${hint}`)
    return
  }
  const isAlone = other === undefined || isDataDirGiven
  if (mayCreate === 'always' || (mayCreate === 'alone' && isAlone)) {
    console.error(`There was no database in ${own}. This command makes one.`)
    return
  }
  const advice =
    mayCreate === 'never'
      ? 'Start the site to create one there.'
      : 'To create one there, repeat this with --create.'
  throw new UsageError(`There is no database in ${own}.${hint} ${advice}`)
}

function describeSite({ pid, dataDir }: RunningSite): string {
  return dataDir === null
    ? `A site runs as process ${pid}; set DATA_DIR to its folder and run this as its user.`
    : `The site that runs as process ${pid} uses ${dataDir}; for that one set DATA_DIR=${dataDir} and run this as its user.`
}
