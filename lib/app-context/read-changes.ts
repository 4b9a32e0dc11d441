import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiChanges } from '#lib/api/admin-overview.ts'

/**
 * The newest section of a changelog that has entries, in the format of Keep a Changelog: `## section`, `### group`, `- entry`.
 * @returns `null` where there is none
 */
export function parseChanges(text: string): ApiChanges | null {
  for (const section of text.split(/^## /m).slice(1)) {
    const [title = '', ...lines] = section.split('\n')
    const groups = lines
      .join('\n')
      .split(/^### /m)
      .slice(1)
      .map(parseGroup)
      .filter(({ items }) => items.length > 0)
    if (groups.length > 0) return { title: title.trim(), groups }
  }
  return null
}

function parseGroup(text: string): ApiChanges['groups'][number] {
  const [title = '', ...lines] = text.split('\n')
  const items = lines
    .join('\n')
    .split(/^- /m)
    .slice(1)
    .map((item) => item.replaceAll(/\s+/g, ' ').trim())
  return { title: title.trim(), items }
}

/** Of this version of the site, which doesn't change while it runs. */
export async function readChanges(): Promise<{ version: string; changes: ApiChanges | null }> {
  const read = (name: string) =>
    readFile(join(/* turbopackIgnore: true */ process.cwd(), name), 'utf8')
  const { version } = JSON.parse(await read('package.json')) as { version: string } // npm requires it
  const changelog = await read('CHANGELOG.md').catch(() => '')
  return { version, changes: parseChanges(changelog) }
}
