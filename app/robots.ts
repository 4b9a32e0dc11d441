import type { MetadataRoute } from 'next'
import { getEnv } from '#lib/app-context/env.ts'

export const dynamic = 'force-dynamic'

export default function robots(): MetadataRoute.Robots {
  return {
    // Pictures for other sites may be crawled; these paths are not pages.
    rules: { userAgent: '*', disallow: ['/search', '/admin'] },
    sitemap: `${getEnv().siteUrl}/sitemap.xml`,
  }
}
