import type { Metadata } from 'next'
import type { Document } from '#lib/content/model/types.ts'
import { site } from '#lib/core/site.ts'
import { previewHeight, previewWidth } from './og/draw-preview.ts'

/** A document's metadata for other sites and search engines. */
export function describeDocument(
  document: Document,
  given: {
    title: string
    article?: { publishedAt: string; updatedAt: string | null; tags: string[] }
  },
): Metadata {
  const description = document.tagline ?? document.excerptText
  const images = [choosePicture(document, given.title)]
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
    ...(document.isUnlisted && { robots: { index: false } }),
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
    twitter: { card: 'summary_large_image' },
  }
}

/** The document's cover photograph, or a preview image drawn from its title. */
function choosePicture({ cover, path }: Document, title: string) {
  const { url, width, height, alt } = cover ?? { url: '', width: null, height: null, alt: '' }
  if (width !== null && height !== null && width >= previewWidth / 2 && !url.endsWith('.svg'))
    return { url, width, height, alt }
  return { url: `/og${path}.png`, width: previewWidth, height: previewHeight, alt: title }
}
