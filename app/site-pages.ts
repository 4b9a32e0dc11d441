import type { Metadata } from 'next'
import { site } from '#lib/core/site.ts'
import { describePage } from './page-metadata.ts'

/** The pages that every site has, as search engines and preview images describe them. */
const sitePages = {
  '/': { title: site.title, description: site.description },
  '/blog': { title: 'Blog', description: `Posts by ${site.author.name}, by year.` },
  '/projects': { title: 'Projects', description: `Projects by ${site.author.name}.` },
  '/printers': {
    title: 'Printers',
    description: 'All printers, what each is doing, and its last picture.',
  },
  '/tags': { title: 'Tags', description: 'All tags, most used first.' },
  '/search': { title: 'Search', description: `Search ${site.title}: posts, projects and prints.` },
}

export function describeSitePage(
  path: keyof typeof sitePages,
  changes: Partial<Parameters<typeof describePage>[0]> = {},
): Metadata {
  return describePage({ path, ...sitePages[path], ...changes })
}

/** `null` where the path is none of these. */
export function findSitePage(path: string): { title: string; description: string } | null {
  return new Map(Object.entries(sitePages)).get(path) ?? null
}
