/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // The front door compresses once and keeps the result; Next would do it again for every request.
  compress: false,
  // PATCH with and without the slash are the same resource: a redirect would lose the body of a python-requests client.
  skipTrailingSlashRedirect: true,
  // Pictures come from /media, made once by the image process. Next's optimiser would be a second, unbounded cache.
  images: { unoptimized: true },
  // Native or process-wide modules: one copy for pages, route handlers and the front door.
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino', 'prom-client', 'sharp'],
  // A lockfile in a parent folder must not become the workspace root.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
}

export default config
