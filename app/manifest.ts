import type { MetadataRoute } from 'next'
import { getSite } from '#lib/site/site.ts'

export const dynamic = 'force-dynamic'

/** The web manifest: the site's name and icon when a visitor installs it. Colours are left to the pages. */
export default function manifest(): MetadataRoute.Manifest {
  const site = getSite()
  return {
    name: site.title,
    short_name: site.title,
    description: site.description,
    lang: site.language,
    start_url: '/',
    display: 'browser',
    icons: [
      { src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      { src: '/apple-icon.png', type: 'image/png', sizes: '180x180' },
    ],
  }
}
