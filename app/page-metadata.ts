import type { Metadata } from 'next'
import { isolateDirection } from '#lib/api/clean-text.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { getSite } from '#lib/site/site.ts'
import { previewHeight, previewWidth } from './og/preview-size.ts'

export interface PreviewImage {
  url: string
  width: number
  height: number
  type: string
  alt: string
}

/**
 * A page's metadata for other sites and search engines. Complete: of the layout's `openGraph` Next merges nothing into a page's.
 * @param page.path canonical, decoded
 * @param page.fullTitle for `<title>`, where that isn't the title and the site's name
 * @param page.image default: a preview image drawn from the title (`app/og`)
 */
export function describePage(page: {
  path: string
  title: string
  fullTitle?: string
  description: string
  image?: PreviewImage
  article?: { publishedTime: string; modifiedTime?: string; tags?: string[] }
  /** Alternatives by type, such as feeds. */
  types?: NonNullable<Metadata['alternates']>['types']
  hasOembed?: boolean
}): Metadata {
  const site = getSite()
  const { path, title, fullTitle, description, image, article, types, hasOembed } = page
  return {
    title: fullTitle === undefined ? isolateDirection(title) : { absolute: fullTitle },
    description,
    alternates: {
      canonical: path,
      types: { ...types, ...(hasOembed && { 'application/json+oembed': getOembedUrl(path) }) },
    },
    openGraph: {
      title,
      description,
      url: path,
      siteName: site.title,
      locale: site.language.replace('-', '_'),
      images: [image ?? describeDrawing(path, title)],
      ...(article === undefined
        ? { type: 'website' }
        : { type: 'article', ...article, authors: [site.author.name] }),
    },
    twitter: { card: 'summary_large_image' },
  }
}

/** The preview image that `app/og` draws. */
export function describeDrawing(path: string, title: string): PreviewImage {
  const url = path === '/' ? '/og/index.png' : `/og${path}.png`
  return { url, width: previewWidth, height: previewHeight, type: 'image/png', alt: title }
}

function getOembedUrl(path: string): string {
  const { siteUrl } = getEnv()
  return `${siteUrl}/api/oembed?url=${encodeURIComponent(new URL(path, siteUrl).href)}`
}
