import { createHash } from 'node:crypto'
import type { SentStore } from './ports.ts'
import type { SentSource } from './types.ts'

const minute = 60_000
/** Between two changes of a page: replicas may show a change up to this long after each other, and must not announce the old state as news. */
const settleMs = 5 * minute
/** A page that is missing for less was not removed: a disk may be absent for a moment. */
const missingMs = 10 * minute
/** Pages read in one look. */
const maxRead = 100

/** A page that other sites may be told of. */
export interface PublicPage {
  /** Its path. */
  source: string
  /** Changes whenever the page may have changed. */
  version: string
  read(): Promise<PageText>
}

export interface PageText {
  /** Title and text, without markup. */
  words: string
  /** As the page has them, without those to this site. */
  links: readonly string[]
}

export interface NoteParts {
  store: Pick<SentStore, 'listSources' | 'begin' | 'noteChange'>
  /** All public pages; `null`: not known at the moment. */
  listPages(): Promise<readonly PublicPage[] | null>
  /** Whether a path leads to another page of the site. */
  isMoved(source: string): Promise<boolean>
  now(): Date
  /** Of each page that can't be read; it is tried again at the next look. */
  onError(error: unknown): void
}

/**
 * Notes which mentions are due: it compares the public pages with what was last announced, so no code that changes a page has to know of
 * mentions, a post whose date comes needs no timer, and a crash loses nothing. A change counts when two looks in a row find it, so that
 * all replicas serve it. What there is at the first look counts as announced.
 * @returns the look, to be called twice a minute
 */
export function createNoteChanges(parts: NoteParts): () => Promise<void> {
  const { store, now } = parts
  let seen = new Map<string, string>()
  let missing = new Map<string, Date>()

  async function noteOne(page: PublicPage, was: SentSource | null): Promise<void> {
    const { source, version } = page
    const { words, links: targets } = await page.read()
    const hash = hashPage(words, targets)
    const action =
      was === null ? 'send' : was.hash === null ? 'know' : was.hash === hash ? 'none' : 'send'
    const waitMs = action === 'send' ? settleMs : 0
    const dueAt = new Date(now().getTime() + waitMs)
    await store.noteChange({ source, was, is: { version, hash, dueAt }, targets, action }, now())
  }

  async function noteMissing(sources: Map<string, SentSource>): Promise<void> {
    const since = new Map<string, Date>()
    for (const [source, was] of sources) {
      const at = missing.get(source) ?? now()
      since.set(source, at)
      if (now().getTime() - at.getTime() < missingMs || was.dueAt > now()) continue
      // An address that redirects still has its links.
      const action = (await parts.isMoved(source)) ? 'none' : 'send'
      await store.noteChange({ source, was, is: null, targets: [], action }, now())
    }
    missing = since
  }

  return async () => {
    const pages = await parts.listPages()
    if (pages === null) return
    const sources = await store.listSources()
    if (sources === null) return await store.begin(pages, now())
    let left = maxRead
    for (const page of pages) {
      const was = sources.get(page.source) ?? null
      sources.delete(page.source)
      const isUnread = was?.hash === null
      const isChanged = was?.version !== page.version && seen.get(page.source) === page.version
      const isDue = was === null || was.dueAt <= now()
      if ((!isUnread && !isChanged) || !isDue || left === 0) continue
      left--
      await noteOne(page, was).catch(parts.onError)
    }
    await noteMissing(sources)
    seen = new Map(pages.map(({ source, version }) => [source, version]))
  }
}

/** Of words and links alone: another version of the site may render a text with other markup, spaces or quotation marks. */
export function hashPage(words: string, links: readonly string[]): string {
  const letters = words.normalize('NFKC').replaceAll(/[\p{P}\p{Z}\p{C}]+/gu, '')
  return createHash('sha256')
    .update(JSON.stringify([letters, links.toSorted()]))
    .digest('hex')
    .slice(0, 32)
}
