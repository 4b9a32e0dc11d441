import type { MetadataRoute } from 'next'
import { getEnv } from '#lib/app-context/env.ts'

export const dynamic = 'force-dynamic'

export default function robots(): MetadataRoute.Robots {
  return {
    // The snapshot for other sites is a picture like any other; the rest of the interface is no page.
    rules: { userAgent: '*', disallow: ['/console', '/search'] },
    sitemap: `${getEnv().siteUrl}/sitemap.xml`,
  }
}
