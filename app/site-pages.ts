import type { Metadata } from 'next'
import { getSite } from '#lib/site/site.ts'
import { describePage } from './page-metadata.ts'

/** The pages that every site has, as search engines and preview images describe them. */
function listSitePages() {
  const site = getSite()
  return {
    '/': { title: site.title, description: site.description },
    '/blog': { title: 'Blog', description: `Posts by ${site.author.name}, by year.` },
    '/projects': { title: 'Projects', description: `Projects by ${site.author.name}.` },
    '/printers': {
      title: 'Printers',
      description: 'All printers, what each is doing, and its last picture.',
    },
    '/tags': { title: 'Tags', description: 'All tags, most used first.' },
    '/search': {
      title: 'Search',
      description: `Search ${site.title}: posts, projects and prints.`,
    },
  }
}

export function describeSitePage(
  path: keyof ReturnType<typeof listSitePages>,
  changes: Partial<Parameters<typeof describePage>[0]> = {},
): Metadata {
  return describePage({ path, ...listSitePages()[path], ...changes })
}

/** `null` where the path is none of these. */
export function findSitePage(path: string): { title: string; description: string } | null {
  return new Map(Object.entries(listSitePages())).get(path) ?? null
}
