import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Parsed } from './parse-settings.ts'
import { getDefaultSite, type Site, settingsFile } from './site.ts'
import { readLogo } from './theme/read-logo.ts'
import { toSite } from './to-site.ts'

export interface ReadSettings extends Pick<Parsed, 'issues' | 'toIssue'> {
  site: Site
}

/**
 * Reads the owner's settings. What is wrong has its default and an issue; a folder without the file has no issue.
 * @param host of the site: its title, unless the file has another one
 */
export async function readSettings(contentDir: string, host: string): Promise<ReadSettings> {
  const defaults = getDefaultSite(host)
  const toIssue = (_: unknown, message: string) => ({ file: settingsFile, line: null, message })
  const withDefaults = (...messages: string[]): ReadSettings => ({
    site: defaults,
    issues: messages.map((message) => toIssue(null, message)),
    toIssue,
  })
  try {
    const text = await readFile(join(contentDir, settingsFile), 'utf8')
    // With its YAML parser only where there is something to parse.
    const { parseSettings } = await import('./parse-settings.ts')
    const { settings, issues, toIssue } = parseSettings(text)
    const site = toSite(settings, defaults)
    const { logo } = site.theme
    if (logo === undefined) return { site, issues, toIssue }
    const found = await readLogo(contentDir, logo, site.author.photo)
    return 'logo' in found
      ? { site: { ...site, logo: found.logo }, issues, toIssue }
      : { site, issues: [...issues, toIssue(['theme', 'logo'], found.error)], toIssue }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException // Node throws nothing else
    if (code !== 'ENOENT')
      return withDefaults(`can't be read (${message}); correct its permissions`)
    const misnamed = await readFile(join(contentDir, 'site.yml')).catch(() => null)
    return misnamed === null
      ? withDefaults()
      : withDefaults('is missing; rename site.yml to site.yaml')
  }
}
