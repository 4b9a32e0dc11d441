export interface CacheLifetime {
  /** How long the house may hold it; 0 is not at all. */
  ttlSeconds: number
  /** Those who asked at the same moment may have this answer too. */
  isShareable: boolean
}

/** Reads an answer's Cache-Control as a shared cache does (RFC 9111). */
export function parseCacheControl(cacheControl: string | undefined): CacheLifetime {
  const directives = parse(cacheControl ?? '')
  if (directives.has('private') || directives.has('no-store'))
    return { ttlSeconds: 0, isShareable: false }
  const shared = readSeconds(directives.get('s-maxage'))
  const anybody = directives.has('public') ? readSeconds(directives.get('max-age')) : null
  const heldSeconds = directives.has('no-cache') ? 0 : (shared ?? anybody ?? 0)
  return { ttlSeconds: heldSeconds, isShareable: true }
}

/**
 * What browsers are told. Next's prerendered pages say only how long a shared cache may hold them, and a year at that: ours
 * obeys, but a browser or another cache behind it would show last month's page after a new build.
 */
export function renderClientCacheControl(cacheControl: string): string {
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
