import { fillFolder } from '#lib/site/starter/fill-folder.ts'
import type { OpenStore } from '#lib/storage/db/open-store.ts'
import { describePermission } from './describe-permission.ts'
import { getLog } from './log.ts'

/** One of several replicas fills the folder, and a later start doesn't. */
const claim = 'starter-content'
const attemptMs = 60_000
const forEverMs = 100 * 365 * 86_400_000

/**
 * Fills a content folder that is empty once in the life of a site. Not later: then it is empty because a disk isn't mounted, for instance. The
 * sign is a row of the store; an upgraded site has no such row, but an owner or reports.
 * @param contentDir absolute
 */
export async function fillNewContent(
  store: Pick<OpenStore, 'claims' | 'owner' | 'snapshots'>,
  contentDir: string,
): Promise<void> {
  const current = await store.snapshots.listCurrent()
  const hasReports = [...current.values()].some(({ observation }) => observation !== null)
  if (hasReports || (await store.owner.isClaimed())) return
  if (!(await store.claims.claim(claim, attemptMs))) return
  const today = new Date().toISOString().slice(0, 10)
  const result = await fillFolder(contentDir, process.cwd(), today)
  if (result === 'not-permitted' || result === 'read-only') await store.claims.release(claim)
  else await store.claims.claim(claim, forEverMs)
  if (result === 'filled')
    getLog().info(
      { contentDir },
      'the content folder was empty: settings, a page and a post are in it',
    )
  if (result === 'not-permitted')
    getLog().warn(`The content folder (${contentDir}) is empty: ${describePermission(contentDir)}.`)
}
