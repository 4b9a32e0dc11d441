/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Cached pages are the same for bots and people: metadata goes into the head for everyone instead of streaming into the body.
  htmlLimitedBots: /.*/,
  rewrites: async () => [
    { source: '/printers/:printer(\\d+).txt', destination: '/printers/:printer/plain-text' },
  ],
  // The HTTP server compresses once and caches the result; Next would compress every response.
  compress: false,
  // With and without a trailing slash is the same resource: a redirect would lose the body of a python-requests client's PATCH.
  skipTrailingSlashRedirect: true,
  // Pictures come from /media, made once by the image process. Next's optimizer would be a second, unbounded cache.
  images: { unoptimized: true },
  // Native or process-wide modules: one copy for pages, route handlers and the HTTP server.
  serverExternalPackages: [
    'better-sqlite3',
    'pg',
    'pino',
    'prom-client',
    'sharp',
    '@viz-js/viz',
    'temml',
  ],
  // `npm run check` type-checks the whole project once; a build on a small board needn't repeat it.
  typescript: { ignoreBuildErrors: true },
  // A lockfile in a parent folder must not become the workspace root.
  outputFileTracingRoot: import.meta.dirname,
  experimental: {
    // The server requests pages once it has started, instead of loading all of them before the first response.
    preloadEntriesOnStart: false,
    // Most visits load one page, so prefer one larger chunk per page over many shared ones.
    turbopackChunking: { minChunkSize: 150_000 },
  },
  turbopack: {
    root: import.meta.dirname,
    // SWR's shim for old versions of React, which has the hook itself now, and its deep comparison.
    resolveAlias: {
      'use-sync-external-store/shim': 'react',
      'dequal/lite': './components/printer/dequal.ts',
    },
  },
}

export default config
