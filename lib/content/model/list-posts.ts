import type { Content, Post } from './types.ts'

interface PostFilter {
  year?: number
  tag?: string
  project?: string
  limit?: number
}

/** Posts, newest first. */
export function listPosts(content: Content, filter: PostFilter = {}): Post[] {
  const { year, tag, project, limit } = filter
  return content.posts
    .filter(
      (post) =>
        (year === undefined || Number(post.date.slice(0, 4)) === year) &&
        (tag === undefined || post.tags.includes(tag)) &&
        (project === undefined || post.projects.some(({ slug }) => slug === project)),
    )
    .slice(0, limit)
}

/** Posts grouped by the year of their permalink, newest first. */
export function listYears(content: Content): { year: number; posts: Post[] }[] {
  const years = Map.groupBy(content.posts, (post) => Number(post.date.slice(0, 4)))
  return [...years].map(([year, posts]) => ({ year, posts })).sort((a, b) => b.year - a.year)
}

/** The next newer and the next older post by publication time. */
export function getNeighbours(
  content: Content,
  post: Post,
): { newer: Post | null; older: Post | null } {
  const index = content.posts.findIndex(({ path }) => path === post.path)
  if (index < 0) return { newer: null, older: null }
  return { newer: content.posts[index - 1] ?? null, older: content.posts[index + 1] ?? null }
}

/** Posts that share tags or projects, best match first. A rare tag in common weighs more than a frequent one. */
export function listRelatedPosts(content: Content, post: Post, limit = 3): Post[] {
  const topicsOf = ({ tags, projects }: Post) => [
    ...tags,
    ...projects.map(({ slug }) => `project:${slug}`),
  ]
  const counts = new Map<string, number>()
  for (const topic of content.posts.flatMap(topicsOf))
    counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const own = new Set(topicsOf(post))
  const getWeight = (other: Post) =>
    topicsOf(other)
      .filter((topic) => own.has(topic))
      .reduce((sum, topic) => sum + 1 / (counts.get(topic) ?? 1), 0)
  return content.posts
    .filter(({ path }) => path !== post.path)
    .map((other) => ({ other, weight: getWeight(other) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, limit)
    .map(({ other }) => other)
}

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
