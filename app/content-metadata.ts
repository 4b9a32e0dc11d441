import type { Metadata } from 'next'
import type { Document } from '#lib/content/model/types.ts'
import { previewWidth } from './og/preview-size.ts'
import { describeDrawing, describePage, type PreviewImage } from './page-metadata.ts'

/** A document's metadata for other sites and search engines. */
export function describeDocument(
  document: Document,
  given: {
    title: string
    article?: { publishedAt: string; updatedAt: string | null; tags: string[] }
  },
): Metadata {
  const { title, article } = given
  const metadata = describePage({
    path: document.path,
    title,
    description: document.tagline ?? document.excerptText,
    image: chooseImage(document, title),
    hasOembed: true,
    ...(article && {
      article: {
        publishedTime: article.publishedAt,
        ...(article.updatedAt !== null && { modifiedTime: article.updatedAt }),
        tags: article.tags,
      },
    }),
  })
  return document.isUnlisted ? { ...metadata, robots: { index: false } } : metadata
}

/** What previews on other sites can show. */
const imageTypes: Record<string, string> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

/** The document's cover photograph, or a preview image drawn from its title. */
export function chooseImage({ cover, path }: Document, title: string): PreviewImage {
  const { url, width, height, alt } = cover ?? { url: '', width: null, height: null, alt: '' }
  const type = imageTypes[url.slice(url.lastIndexOf('.') + 1).toLowerCase()]
  const isLarge = width !== null && height !== null && width >= previewWidth / 2
  return isLarge && type !== undefined
    ? { url, width, height, type, alt: alt || title }
    : describeDrawing(path, title)
}
