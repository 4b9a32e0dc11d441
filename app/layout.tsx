import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import { getEnv } from '#lib/app-context/env.ts'
import { listFeedLinks } from '#lib/feeds/feed-links.ts'
import { getPageAttributes } from '#lib/site/page-settings.ts'
import { getSite } from '#lib/site/site.ts'
import { getTheme } from '#lib/site/theme/current-theme.ts'
import { getCustomCss } from '#lib/site/theme/custom-css.ts'
import './globals.css'

export function generateMetadata(): Metadata {
  const site = getSite()
  return {
    metadataBase: new URL(getEnv().siteUrl),
    title: { default: site.title, template: `%s · ${site.title}` },
    description: site.description,
    icons: {
      icon: [
        { url: '/favicon.ico', sizes: '32x32' },
        { url: '/icon.svg', type: 'image/svg+xml' },
      ],
      apple: { url: '/apple-icon.png', sizes: '180x180' },
    },
    authors: [{ name: site.author.name, url: '/' }],
    // Numbers in job names are not telephone numbers.
    formatDetection: { telephone: false, date: false, address: false, email: false },
  }
}

/** Every page has the owner's name and links, so none is rendered at build time. */
export const dynamic = 'force-dynamic'

export function generateViewport(): Viewport {
  const { light, dark } = getTheme()
  return {
    colorScheme: 'light dark',
    themeColor: [
      { media: '(prefers-color-scheme: light)', color: light.paper },
      { media: '(prefers-color-scheme: dark)', color: dark.paper },
    ],
  }
}

/** `head`: a page's elements for the document's head that metadata can't express, such as scripts; see `app/@head`. */
export default function RootLayout({ children, head }: { children: ReactNode; head: ReactNode }) {
  const site = getSite()
  const { style, fontUrls } = getTheme()
  const customCss = getCustomCss(getEnv().contentDir)
  // React makes these a response header.
  for (const url of fontUrls) preload(url, { as: 'font', type: 'font/woff2', crossOrigin: '' })
  return (
    // A script sets the visitor's theme on this element before hydration.
    <html lang={site.language} {...getPageAttributes()} suppressHydrationWarning>
      <head>
        {style !== '' && <style>{style}</style>}
        {listFeedLinks({ siteUrl: getEnv().siteUrl, title: site.title }).map(
          ({ href, title, type }) => (
            <link href={href} key={href} rel="alternate" title={title} type={type} />
          ),
        )}
        {site.profiles.map(({ url }) => (
          <link href={url} key={url} rel="me" />
        ))}
        <link href="/humans.txt" rel="author" />
        <link
          href="/opensearch.xml"
          rel="search"
          title={site.title}
          type="application/opensearchdescription+xml"
        />
        {site.hubUrl !== null && <link href={site.hubUrl} rel="hub" />}
        <link href={site.webmentionUrl ?? '/webmention'} rel="webmention" />
        {head}
        {customCss !== null && <link href={customCss.url} rel="stylesheet" />}
      </head>
      <body>{children}</body>
    </html>
  )
}
