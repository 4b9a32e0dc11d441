import { listPosts } from './list-posts.ts'
import type { Content } from './types.ts'

/** The newest posts as entries of a feed (`FeedEntry` of lib/feeds). */
export function listFeedEntries(content: Content, limit: number) {
  return Promise.all(
    listPosts(content, { limit }).map(async (post) => {
      const { feedHtml } = await content.readBody(post)
      const { cover, responses, publishedAt, updatedAt } = post
      // Readers' lists show no SVG.
      const hasImage = cover !== null && !cover.url.endsWith('.svg')
      return {
        url: post.url,
        title: post.title,
        label: post.label,
        summary: post.excerptText,
        html: feedHtml,
        publishedAt: publishedAt.instant,
        updatedAt: updatedAt?.instant ?? null,
        tags: post.tags,
        image: hasImage ? new URL(cover.url, content.siteUrl).href : null,
        externalUrl: responses[0]?.url ?? null,
      }
    }),
  )
}
