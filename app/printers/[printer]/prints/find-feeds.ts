import { printsFeedPaths } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { feedFormatNames, feedTypes } from '#lib/feeds/feed-links.ts'
import { feedFormats } from '#lib/feeds/types.ts'

/** The feeds of a printer's prints, as `alternates.types` of a page: Atom first, as everywhere. */
export function findPrintsFeeds({ id, name }: Pick<ApiPrinter, 'id' | 'name'>) {
  return Object.fromEntries(
    feedFormats.map((format) => {
      const title = `Prints of ${name} (${feedFormatNames[format]})`
      return [feedTypes[format], [{ url: printsFeedPaths[format](id), title }]]
    }),
  )
}
