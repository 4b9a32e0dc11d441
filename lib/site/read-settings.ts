import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { singleton } from '#lib/core/singleton.ts'
import type { Parsed } from './parse-settings.ts'
import { getDefaultSite, type Site, settingsFile } from './site.ts'
import { readLogo } from './theme/read-logo.ts'
import { toSite } from './to-site.ts'

export interface ReadSettings extends Pick<Parsed, 'issues' | 'advice' | 'toIssue'> {
  site: Site
}

/**
 * Reads the owner's settings. What is wrong has its default and an issue; a folder without the file has no issue.
 * @param host of the site: its title, unless the file has another one
 */
export async function readSettings(contentDir: string, host: string): Promise<ReadSettings> {
  const defaults = getDefaultSite(host)
  const toIssue = (_: unknown, message: string) => ({
    path: [],
    file: settingsFile,
    line: null,
    message,
  })
  const withDefaults = (...messages: string[]): ReadSettings => ({
    site: defaults,
    issues: messages.map((message) => toIssue(null, message)),
    advice: [],
    toIssue,
  })
  try {
    const text = await readFile(join(contentDir, settingsFile), 'utf8')
    const { settings, ...parsed } = await parseOnce(text)
    const read = { ...parsed, site: toSite(settings, defaults) }
    const { theme, author } = read.site
    if (theme.logo === undefined) return read
    const found = await readLogo(contentDir, theme.logo, author.photo)
    if ('logo' in found) return { ...read, site: { ...read.site, logo: found.logo } }
    return { ...read, advice: [...read.advice, parsed.toIssue(['theme', 'logo'], found.error)] }
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

/** By whichever copy of this module: most edits are of other files, and a start reads the settings twice. */
async function parseOnce(text: string): Promise<Parsed> {
  const last = singleton('parsed-settings', () => ({ text: '', parsed: null as Parsed | null }))
  if (last.parsed !== null && last.text === text) return last.parsed
  // With its YAML parser only where there is something to parse.
  const { parseSettings } = await import('./parse-settings.ts')
  const parsed = parseSettings(text)
  Object.assign(last, { text, parsed })
  return parsed
}
