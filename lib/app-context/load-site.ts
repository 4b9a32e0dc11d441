import { decodeUri } from '#lib/core/decode-uri.ts'
import { singleton } from '#lib/core/singleton.ts'
import { listDeadEntries } from '#lib/site/navigation.ts'
import { type ReadSettings, readSettings } from '#lib/site/read-settings.ts'
import { type Site, setSite } from '#lib/site/site.ts'
import { getEnv } from './env.ts'
import { reportAdvice, reportIssues } from './report-issues.ts'

/** Of this process: the last settings without a fault. */
const getLastValid = () => singleton('last-valid-site', () => ({ site: null as Site | null }))

/**
 * Reads the owner's settings from the content folder, without applying them. If there is a fault, they are the last ones without one;
 * until there were any, a setting with a fault has its default.
 */
export async function readSite(): Promise<ReadSettings> {
  const { contentDir, siteUrl } = getEnv()
  const read = await readSettings(contentDir, new URL(siteUrl).host)
  return read.issues.length === 0 ? read : { ...read, site: getLastValid().site ?? read.site }
}

/** Applies settings to the whole process, and reports what is wrong with them. */
export function applySite({ site, issues, advice }: Omit<ReadSettings, 'toIssue'>): void {
  setSite(site)
  if (issues.length === 0) getLastValid().site = site
  reportIssues('settings', issues)
  reportAdvice(advice)
}

/**
 * Leaves out the entries of the navigation that lead nowhere, each with an issue, and reports a photo of the author that isn't there.
 * @param leadsSomewhere whether the site has a page or a file at a path
 */
export function checkPaths(
  read: ReadSettings,
  leadsSomewhere: (path: string) => boolean,
): ReadSettings {
  const { site, toIssue } = read
  const dead = listDeadEntries(site.navigation ?? [], leadsSomewhere)
  const issues = dead.map(({ index, message }) => toIssue(['navigation', index], message))
  const isAlive = (_: unknown, at: number) => dead.every(({ index }) => index !== at)
  const navigation = site.navigation?.filter(isAlive) ?? null
  const { photo } = site.author
  const isMissing =
    photo?.startsWith('/') && !leadsSomewhere(decodeUri(photo.replace(/[?#].*/, '')))
  const lacks = `names no file; put one at content/public${photo}`
  return {
    ...read,
    site: { ...site, navigation },
    issues: [...read.issues, ...issues],
    advice: [...read.advice, ...(isMissing ? [toIssue(['author', 'photo'], lacks)] : [])],
  }
}
