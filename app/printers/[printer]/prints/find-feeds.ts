import { printsFeedPaths } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { feedTypes } from '#lib/feeds/feed-links.ts'

/** The feeds of a printer's prints, as `alternates.types` of a page: Atom first, as everywhere. */
export function findPrintsFeeds({ id, name }: Pick<ApiPrinter, 'id' | 'name'>) {
  const link = (format: keyof typeof printsFeedPaths, called: string) => ({
    [feedTypes[format]]: [
      { url: printsFeedPaths[format](id), title: `Prints of ${name} (${called})` },
    ],
  })
  return { ...link('atom', 'Atom'), ...link('rss', 'RSS'), ...link('json', 'JSON Feed') }
}
