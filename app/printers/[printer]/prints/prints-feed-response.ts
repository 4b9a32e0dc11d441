import { printerPagePath, printsFeedPaths } from '#lib/api/paths.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { announcedVersionHeader, printerTag } from '#lib/core/page-options.ts'
import { renderFeed } from '#lib/feeds/render-feed.ts'
import type { FeedFormat } from '#lib/feeds/types.ts'
import { parsePrinterId } from '#lib/http/params.ts'
import { bytesResponse } from '#lib/http/public-response.ts'
import { route } from '#lib/http/route.ts'
import { toFeedEntry } from '#lib/printers/prints/feed-entry.ts'
import { getSite } from '#lib/site/site.ts'
import { countResponses } from '../../../list-mentions.ts'

/**
 * A feed of a printer's published prints. Without Last-Modified: with If-Modified-Since a reader would never learn that a print was
 * unpublished.
 */
export function printsFeed(format: FeedFormat) {
  return route<{ printer: string }>({
    async GET(request, params) {
      const id = parsePrinterId(params.printer)
      const { printerQueries, printQueries } = await getContext()
      const [{ name }, published] = await Promise.all([
        printerQueries.requirePrinter(id),
        printQueries.listPublished(id),
      ])
      const { siteUrl } = getEnv()
      const channel = {
        url: siteUrl + printsFeedPaths[format](id),
        pageUrl: `${siteUrl}${printerPagePath(id)}/prints`,
        title: `Prints of ${name}`,
        description: `Prints by ${name}, each with its picture and its start and end.`,
        language: getSite().language,
        author: { name: getSite().author.name, url: `${siteUrl}/` },
        hubUrl: getSite().hubUrl,
      }
      const settings = { siteUrl, formats: getSite() }
      const entries = await countResponses(published.map((print) => toFeedEntry(print, settings)))
      const feed = renderFeed(format, channel, entries)
      return bytesResponse(request, Buffer.from(feed.body), {
        'content-type': feed.contentType,
        'cache-control': 'public, max-age=300, must-revalidate',
        'cache-tag': printerTag(id),
        link: feed.links.join(', '),
        ...(feed.announcedVersion !== null && { [announcedVersionHeader]: feed.announcedVersion }),
      })
    },
  })
}
