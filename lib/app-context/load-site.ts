import type { ContentIssue } from '#lib/core/content-issue.ts'
import { readSettings } from '#lib/site/read-settings.ts'
import { setSite } from '#lib/site/site.ts'
import { getEnv } from './env.ts'

/**
 * Reads the owner's settings and applies them to the whole process. A fault stops nothing: the setting has its default.
 * @returns the faults, for the caller to report
 */
export async function loadSite(): Promise<ContentIssue[]> {
  const { contentDir, siteUrl } = getEnv()
  const { site, issues } = await readSettings(contentDir, new URL(siteUrl).host)
  setSite(site)
  return issues
}
