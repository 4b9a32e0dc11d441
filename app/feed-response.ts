import { getContent } from '#lib/app-context/content-context.ts'
import { listFeedEntries } from '#lib/content/model/list-posts.ts'
import { isCurrent } from '#lib/core/etag.ts'
import { announcedVersionHeader } from '#lib/core/page-options.ts'
import { feedPaths } from '#lib/feeds/feed-links.ts'
import { maxEntries, renderFeed } from '#lib/feeds/render-feed.ts'
import type { FeedFormat } from '#lib/feeds/types.ts'
import { getSite } from '#lib/site/site.ts'
import { countResponses } from './list-mentions.ts'
import { showPrintsInFeed } from './show-prints.ts'

/** A feed of complete posts. Responds 304 to readers that have the current one. */
export async function feedResponse(format: FeedFormat, request: Request): Promise<Response> {
  const site = getSite()
  const content = await getContent()
  if (!content.isRead)
    return new Response('The site is starting. Try again in a minute.\n', {
      status: 503,
      headers: { 'retry-after': '60', 'cache-control': 'no-store' },
    })
  const { siteUrl } = content
  const channel = {
    url: siteUrl + feedPaths[format],
    pageUrl: `${siteUrl}/`,
    title: site.title,
    description: site.description,
    language: site.language,
    author: { name: site.author.name, url: `${siteUrl}/` },
    hubUrl: site.hubUrl,
  }
  const posts = await showPrintsInFeed(await listFeedEntries(content, maxEntries))
  const entries = await countResponses(posts)
  const feed = renderFeed(format, channel, entries)
  const headers = new Headers({
    'content-type': feed.contentType,
    etag: feed.etag,
    'last-modified': feed.lastModified,
    'cache-control': 'public, max-age=300, must-revalidate',
    'access-control-allow-origin': '*', // readers that run in a browser
    link: feed.links.join(', '),
    ...(feed.announcedVersion !== null && { [announcedVersionHeader]: feed.announcedVersion }),
  })
  if (isCurrent(request.headers, feed)) return new Response(null, { status: 304, headers })
  return new Response(feed.body, { headers })
}
