export interface CacheLifetime {
  /** How long the public cache may keep the response; 0: not at all. */
  ttlSeconds: number
  /** Requests that arrived at the same moment may have this response too. */
  isShareable: boolean
}

/** Reads a response's Cache-Control as a shared cache does (RFC 9111). */
export function parseCacheControl(cacheControl: string | undefined): CacheLifetime {
  const directives = parse(cacheControl ?? '')
  if (directives.has('private') || directives.has('no-store'))
    return { ttlSeconds: 0, isShareable: false }
  const sMaxAge = readSeconds(directives.get('s-maxage'))
  const maxAge = directives.has('public') ? readSeconds(directives.get('max-age')) : null
  return {
    ttlSeconds: directives.has('no-cache') ? 0 : (sMaxAge ?? maxAge ?? 0),
    isShareable: true,
  }
}

/** What Next says of the files in `public/`, and what clients get instead: their names don't change when their bytes do. */
const publicFile = 'public, max-age=0'
const publicFileForClients = 'public, max-age=3600'

/**
 * The Cache-Control for clients. Next's prerendered pages only say how long a shared cache may keep them, and that is a year: a
 * browser, or another cache behind this one, would show last month's page after a new build.
 */
export function renderClientCacheControl(cacheControl: string): string {
  if (cacheControl === publicFile) return publicFileForClients
  const directives = parse(cacheControl)
  const isForSharedOnly =
    directives.has('s-maxage') && !directives.has('public') && !directives.has('max-age')
  return isForSharedOnly ? 'public, max-age=0, must-revalidate' : cacheControl
}

function parse(cacheControl: string): Map<string, string> {
  return new Map(
    cacheControl
      .split(',')
      .map((directive) => directive.trim().split('=', 2))
      .map(([name = '', value = '']) => [name.toLowerCase(), value.replaceAll('"', '')]),
  )
}

function readSeconds(value: string | undefined): number | null {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : null
}
