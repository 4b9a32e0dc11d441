import { DomainError } from '#lib/core/errors.ts'

/** Pixels; infinite where the consumer sets no limit. */
export interface OembedLimits {
  maxWidth: number
  maxHeight: number
}

/** The page of a printer or, with `print`, of one of its prints. */
export interface PrinterAddress {
  printerId: number
  print: number | null
}

/**
 * Parses a consumer's query.
 * @param siteUrl without a trailing slash
 * @returns the page's decoded path, without a slash at its end, and the `camera` of its query
 * @throws DomainError `not-found` where `url` is not of this site, `format-not-implemented`, `malformed-cursor`
 */
export function parseOembedQuery(
  query: URLSearchParams,
  siteUrl: string,
): OembedLimits & { path: string; camera: string | null } {
  const format = query.get('format') ?? 'json'
  if (format !== 'json')
    throw new DomainError('format-not-implemented', 'Only JSON is available. Use "format=json".')
  const url = query.get('url')
  const given = url === null ? null : URL.parse(url)
  // Links to a site behind a proxy use http and https.
  if (given === null || given.host !== new URL(siteUrl).host) throw unknownPage(siteUrl)
  return {
    path: decode(given.pathname).replace(/\/$/, ''),
    camera: given.searchParams.get('camera'),
    maxWidth: parsePixels(query, 'maxwidth'),
    maxHeight: parsePixels(query, 'maxheight'),
  }
}

export function unknownPage(siteUrl: string): DomainError {
  return new DomainError(
    'not-found',
    `"url" must be the URL of a printer, print, post, project or page of this site, such as ${siteUrl}/printers/1.`,
  )
}

/** `null` where the path is not below a printer's. */
export function parsePrinterAddress(path: string): PrinterAddress | null {
  const [, id, print] =
    /^\/printers\/([1-9]\d{0,8})(?:\/prints\/([1-9]\d{0,8})|\/\w+)?$/.exec(path) ?? []
  if (id === undefined) return null
  return { printerId: Number(id), print: print === undefined ? null : Number(print) }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function parsePixels(query: URLSearchParams, name: string): number {
  const given = query.get(name)
  if (given === null || given === '') return Number.POSITIVE_INFINITY
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new DomainError('malformed-cursor', `"${name}" must be a number of pixels.`)
  return Number(given)
}
