// Pages show what the store says, so Next renders them for each request and calls them private. They are the same for
// everybody: whoever stands in front may hold one for as long as it holds the polled JSON, and the front door empties it
// the moment a printer changes.
const sharedByAll = [
  { key: 'Cache-Control', value: 'public, max-age=0, s-maxage=5, must-revalidate' },
]
// A printer's card, its plain text and its prints' feeds are no pages, and say themselves how long they last.
const livePages = [
  '/',
  '/printer',
  '/printers',
  '/printers/:path((?!.*(?:card\\.|\\.(?:txt|xml|json)$)).*)',
]

// What is made of the content folder changes only when the site is started anew, and then the door's memory is empty too.
const heldDocuments = [
  { key: 'Cache-Control', value: 'public, max-age=0, s-maxage=600, must-revalidate' },
]
const documents = ['/blog/:path*', '/tags/:path*', '/projects/:path*', '/:year(\\d{4})/:path*']

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Held pages are the same for bots and people: metadata belongs into everybody's head, not streamed into the body.
  htmlLimitedBots: /.*/,
  headers: async () => [
    ...livePages.map((source) => ({ source, headers: sharedByAll })),
    ...documents.map((source) => ({ source, headers: heldDocuments })),
  ],
  rewrites: async () => [
    { source: '/printers/:printer(\\d+).txt', destination: '/printers/:printer/plain-text' },
  ],
  // The front door compresses once and keeps the result; Next would do it again for every request.
  compress: false,
  // PATCH with and without the slash are the same resource: a redirect would lose the body of a python-requests client.
  skipTrailingSlashRedirect: true,
  // Pictures come from /media, made once by the image process. Next's optimiser would be a second, unbounded cache.
  images: { unoptimized: true },
  // Native or process-wide modules: one copy for pages, route handlers and the front door.
  serverExternalPackages: [
    'better-sqlite3',
    'pg',
    'pino',
    'prom-client',
    'sharp',
    '@viz-js/viz',
    'temml',
  ],
  // `npm run check` checks the whole project's types once; a build on a small board needn't do it again.
  typescript: { ignoreBuildErrors: true },
  // A lockfile in a parent folder must not become the workspace root.
  outputFileTracingRoot: import.meta.dirname,
  experimental: {
    // Who comes, comes to one page: its own script is one file rather than one for each part that another page has, too.
    turbopackChunking: { minChunkSize: 150_000 },
  },
  turbopack: {
    root: import.meta.dirname,
    // The data folder is where the owner says, so its paths can't be known while building; no traced bundle is made of it.
    // What SWR brings along for Reacts of long ago, ours has itself.
    resolveAlias: { 'use-sync-external-store/shim': 'react' },
  },
}

export default config
