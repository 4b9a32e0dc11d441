import { hashPage, type PublicPage } from './note-changes.ts'
import type { SentStore } from './ports.ts'

export interface Planned {
  /** Path of the page. */
  source: string
  target: string
  why: 'new' | 'changed' | 'removed'
}

/** What the next looks would send, without sending it. `null`: sending hasn't begun, so what there is counts as sent. */
export async function listPlanned(
  pages: readonly PublicPage[],
  store: Pick<SentStore, 'listSources' | 'listTargets'>,
): Promise<Planned[] | null> {
  const sources = await store.listSources()
  if (sources === null) return null
  const planned: Planned[] = []
  const add = (source: string, why: Planned['why'], targets: readonly string[]) =>
    planned.push(...targets.map((target) => ({ source, target, why })))
  for (const page of pages) {
    const { source, version } = page
    const was = sources.get(source)
    sources.delete(source)
    if (was !== undefined && (was.hash === null || was.version === version)) continue
    const { words, links } = await page.read()
    if (was?.hash === hashPage(words, links)) continue
    const before = await store.listTargets(source)
    const isNew = (link: string) => !before.includes(link)
    add(source, 'new', links.filter(isNew))
    add(
      source,
      'changed',
      links.filter((link) => !isNew(link)),
    )
    add(
      source,
      'removed',
      before.filter((target) => !links.includes(target)),
    )
  }
  for (const source of sources.keys()) add(source, 'removed', await store.listTargets(source))
  return planned
}
