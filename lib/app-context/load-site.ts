import type { ContentIssue } from '#lib/core/content-issue.ts'
import { singleton } from '#lib/core/singleton.ts'
import { readSettings } from '#lib/site/read-settings.ts'
import { type Site, setSite } from '#lib/site/site.ts'
import { getEnv } from './env.ts'
import { reportIssues } from './report-issues.ts'

interface ReadSite {
  site: Site
  issues: ContentIssue[]
}

/** Of this process: the last settings without a fault. */
const getLastValid = () => singleton('last-valid-site', () => ({ site: null as Site | null }))

/**
 * Reads the owner's settings from the content folder, without applying them. If there is a fault, they are the last ones without one;
 * until there were any, a setting with a fault has its default.
 */
export async function readSite(): Promise<ReadSite> {
  const { contentDir, siteUrl } = getEnv()
  const { site, issues } = await readSettings(contentDir, new URL(siteUrl).host)
  return { site: issues.length === 0 ? site : (getLastValid().site ?? site), issues }
}

/** Applies settings to the whole process, and reports what is wrong with them. */
export function applySite({ site, issues }: ReadSite): void {
  setSite(site)
  if (issues.length === 0) getLastValid().site = site
  reportIssues('settings', issues)
}
