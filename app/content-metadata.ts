import type { Metadata } from 'next'
import type { Document } from '#lib/content/model/types.ts'
import { site } from '#lib/site.ts'

/** What other sites and search engines are told of a document. */
export function describeDocument(
  document: Document,
  given: {
    title: string
    article?: { publishedAt: string; updatedAt: string | null; tags: string[] }
  },
): Metadata {
  const description = document.tagline ?? document.excerptText
  const { cover } = document
  const images =
    cover === null || cover.width === null || cover.url.endsWith('.svg')
      ? []
      : [{ url: cover.url, alt: cover.alt, width: cover.width, height: cover.height ?? 0 }]
  const common = {
    title: given.title,
    description,
    url: document.path,
    siteName: site.title,
    images,
  }
  const { article } = given
  return {
    title: given.title,
    description,
    alternates: { canonical: document.path },
    openGraph:
      article === undefined
        ? { ...common, type: 'website' }
        : {
            ...common,
            type: 'article',
            publishedTime: article.publishedAt,
            ...(article.updatedAt === null ? {} : { modifiedTime: article.updatedAt }),
            authors: [site.author.name],
            tags: article.tags,
          },
    twitter: { card: images.length > 0 ? 'summary_large_image' : 'summary' },
  }
}
