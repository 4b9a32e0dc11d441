import { getEnv } from '#lib/app-context/env.ts'
import type { DocumentBody } from '#lib/content/model/types.ts'
import { noteTag } from '#lib/core/noted-tags.ts'
import { printerTag } from '#lib/core/page-options.ts'
import { fillPrints } from '#lib/printers/embeds/print-figure.ts'
import { getSite } from '#lib/site/site.ts'
import { withoutStore } from './list-mentions.ts'
import { queryHistory } from './printers/store-outage.ts'

/** The document with the prints that its text shows. The page is made anew when one of their printers changes. */
export async function showPrints<T extends Pick<DocumentBody, 'html'>>(
  document: T | null,
): Promise<T | null> {
  return document && { ...document, html: await fill(document.html, false) }
}

/** The same for the entries of a feed. */
export function showPrintsInFeed<T extends { html: string }>(entries: readonly T[]): Promise<T[]> {
  return Promise.all(
    entries.map(async (entry) => ({ ...entry, html: await fill(entry.html, true) })),
  )
}

function fill(html: string, isFeed: boolean): Promise<string> {
  const about = { siteUrl: getEnv().siteUrl, formats: getSite(), isFeed }
  return fillPrints(html, about, async ({ printer, number }) => {
    noteTag(printerTag(printer))
    const query = () => queryHistory(({ printQueries }) => printQueries.getPrint(printer, number))
    const found = await withoutStore(query, null)
    return found === 'outage' ? null : found
  })
}
