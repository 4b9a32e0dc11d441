import { resolve } from 'node:path'
import type { Env } from '#lib/app-context/env.ts'
import { findRunningSites, type RunningSite } from '../running-site.ts'

/**
 * The site's address. A shell often lacks the `SITE_URL` that the running site has, and a link to another address is of no use, so
 * that of the site with the same `DATA_DIR` is taken.
 */
export function findSiteUrl(
  { siteUrl, isSiteUrlGiven, dataDir }: Pick<Env, 'siteUrl' | 'isSiteUrlGiven' | 'dataDir'>,
  sites: readonly RunningSite[] = findRunningSites(),
): string {
  if (isSiteUrlGiven) return siteUrl
  const own = sites.find(
    (site) => site.dataDir !== null && resolve(site.dataDir) === resolve(dataDir),
  )
  if (own?.siteUrl != null) return new URL(own.siteUrl).origin
  console.error(
    `SITE_URL is not set. If your site isn't ${siteUrl}, put its address into the link.`,
  )
  return siteUrl
}
