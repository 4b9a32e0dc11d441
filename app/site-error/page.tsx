import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { NotFound, notFoundTitle } from '#components/blog/not-found.tsx'
import { SiteError, siteErrorTitle } from '#components/layout/error-page.tsx'

export const dynamic = 'force-dynamic'

/** Only the HTTP server can send the header (`server/next/error-pages.ts`). To everybody else this page doesn't exist. */
async function isError(): Promise<boolean> {
  return (await headers()).get('x-error-page') === 'broken'
}

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await isError()) ? siteErrorTitle : notFoundTitle,
    robots: { index: false },
  }
}

export default async function SiteErrorPage() {
  return (await isError()) ? <SiteError /> : <NotFound options={{ isStatic: true, status: 404 }} />
}
