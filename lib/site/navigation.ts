import { singleton } from '#lib/core/singleton.ts'
import { getSite, type NavigationEntry } from './site.ts'

/** The parts of a site that may be empty. */
export interface SiteParts {
  hasPosts: boolean
  hasProjects: boolean
  hasAbout: boolean
  hasPrinters: boolean
}

/** Until it is known, a part counts as there: its page says if it is empty. */
function getParts(): SiteParts {
  return singleton('site-parts', () => ({
    hasPosts: true,
    hasProjects: true,
    hasAbout: true,
    hasPrinters: true,
  }))
}

/** Called by those who learn of the parts; pages read them without a query. @returns whether anything is new */
export function setParts(changes: Partial<SiteParts>): boolean {
  const parts = getParts()
  const before = JSON.stringify(parts)
  Object.assign(parts, changes)
  return JSON.stringify(parts) !== before
}

/** The owner's entries, or else one for each part that exists. */
export function listNavigation(): readonly NavigationEntry[] {
  const { hasPosts, hasProjects, hasAbout, hasPrinters } = getParts()
  return (
    getSite().navigation ?? [
      { label: 'Home', url: '/' },
      ...(hasPosts ? [{ label: 'Blog', url: '/blog' }] : []),
      ...(hasProjects ? [{ label: 'Projects', url: '/projects' }] : []),
      ...(hasPrinters ? [{ label: 'Printer', url: '/printer' }] : []),
      ...(hasAbout ? [{ label: 'About', url: '/about' }] : []),
    ]
  )
}

/** The entries that lead nowhere, with what follows their name. @param leadsSomewhere whether the site has something at a path */
export function listDeadEntries(
  navigation: readonly NavigationEntry[],
  leadsSomewhere: (path: string) => boolean,
): { index: number; message: string }[] {
  return navigation.flatMap(({ url }, index) =>
    !url.startsWith('/') || leadsSomewhere(new URL(url, 'http://localhost').pathname)
      ? []
      : [
          {
            index,
            message: `leads to ${url}, which doesn't exist; correct it or delete the entry`,
          },
        ],
  )
}
