import type { MetadataRoute } from 'next'
import { getContent } from '#lib/app-context/content-context.ts'
import { listYears } from '#lib/content/model/list-posts.ts'
import { listTags } from '#lib/content/model/list-tags.ts'

export const dynamic = 'force-dynamic'

/** Every document, and the printers' overview; the printers' own pages are linked from there. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const content = await getContent()
  const { siteUrl, posts, projects, pages } = content
  const [newest] = posts
  return [
    ...['/', '/blog', '/tags'].map((path) => ({
      url: siteUrl + path,
      ...change(newest?.publishedAt ?? null),
    })),
    ...['/projects', '/printers'].map((path) => ({ url: siteUrl + path })),
    ...listYears(content).map(({ year }) => ({ url: `${siteUrl}/blog/${year}` })),
    ...listTags(content).map(({ tag }) => ({ url: `${siteUrl}/tags/${encodeURIComponent(tag)}` })),
    ...projects.map(({ url }) => ({ url })),
    ...pages.map(({ url, updatedAt }) => ({ url, ...change(updatedAt) })),
    ...posts.map(({ url, updatedAt, publishedAt }) => ({
      url,
      ...change(updatedAt ?? publishedAt),
    })),
  ]
}

function change(at: { text: string } | null): { lastModified?: string } {
  return at === null ? {} : { lastModified: at.text }
}
