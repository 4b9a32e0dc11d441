import { getContent } from '#lib/app-context/content-context.ts'
import { getBodies } from '#lib/content/model/get-documents.ts'
import { listPosts } from '#lib/content/model/list-posts.ts'
import { isCurrent } from '#lib/core/etag.ts'
import { site } from '#lib/core/site.ts'
import { maxEntries, renderFeed } from '#lib/feeds/render-feed.ts'
import type { FeedChannel, FeedFormat } from '#lib/feeds/types.ts'

export function toChannel(siteUrl: string): FeedChannel {
  return {
    siteUrl,
    title: site.title,
    description: site.description,
    language: site.language,
    author: { name: site.author.name, url: `${siteUrl}/` },
    hubUrl: site.hubUrl,
  }
}

/** A feed of whole posts, with 304 for readers that have the current one. */
export async function feedResponse(format: FeedFormat, request: Request): Promise<Response> {
  const content = await getContent()
  const entries = await getBodies(content, listPosts(content, { limit: maxEntries }))
  const feed = renderFeed(format, toChannel(content.siteUrl), entries)
  const headers = new Headers({
    'content-type': feed.contentType,
    etag: feed.etag,
    'last-modified': feed.lastModified,
    'cache-control': 'public, max-age=300, must-revalidate',
    'access-control-allow-origin': '*', // readers that run in a browser
    link: feed.links.join(', '),
  })
  if (isCurrent(request.headers, feed)) return new Response(null, { status: 304, headers })
  return new Response(feed.body, { headers })
}
