import type { MetadataRoute } from 'next'
import { getSite } from '#lib/site/site.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'

export const dynamic = 'force-dynamic'

/** The web manifest: the site's name, icon and colours when a visitor installs it, without which an iPhone shows no messages. */
export default function manifest(): MetadataRoute.Manifest {
  const site = getSite()
  const { paper } = getTheme().light
  return {
    name: site.title,
    short_name: site.title,
    description: site.description,
    lang: site.language,
    id: '/',
    start_url: '/',
    display: 'standalone',
    background_color: paper,
    theme_color: paper,
    icons: [
      { src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      { src: '/icons/192.png', type: 'image/png', sizes: '192x192' },
      { src: '/icons/512.png', type: 'image/png', sizes: '512x512' },
      { src: '/icons/maskable.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
    ],
  }
}
