import { resolve } from 'node:path'
import type { Env } from '#lib/app-context/env.ts'
import { UsageError } from './command.ts'
import { findRunningSites, type RunningSite } from './running-site.ts'

/**
 * Makes sure that a command means the folder of the running site with the same `DATA_DIR`. A folder that `CONTENT_DIR` names is meant.
 * @param otherwise whether a command for another folder only warns
 * @throws UsageError if it means another folder
 */
export function requireContent(
  {
    contentDir,
    isContentDirGiven,
    dataDir,
  }: Pick<Env, 'contentDir' | 'isContentDirGiven' | 'dataDir'>,
  otherwise: 'refuse' | 'warn',
  sites: readonly RunningSite[] = findRunningSites(),
): void {
  const own = resolve(contentDir)
  const theirs = sites.filter((site) => site.dataDir === resolve(dataDir))
  const [site] = theirs
  if (isContentDirGiven || site == null || theirs.some((each) => each.contentDir === own)) return
  if (site.contentDir === null) return
  const message = `This command would use ${own}. The site that runs as process ${site.pid} uses ${site.contentDir}: put CONTENT_DIR=${site.contentDir} into .env, or before the command.`
  if (otherwise === 'refuse') throw new UsageError(message)
  console.error(message.replace('would use', 'uses'))
}
