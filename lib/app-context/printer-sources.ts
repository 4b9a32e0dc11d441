/** The highest id in a variable's name: people have a handful of printers. */
const maxPrinterId = 999

/**
 * Parses the variables `PRINTER_<n>_SOURCE`: the API address of a printer that reports to another site. An empty one counts as
 * absent.
 * @param siteUrl absolute origin; a printer must not have this site itself as its source
 */
export function parsePrinterSources(
  variables: Record<string, string | undefined>,
  siteUrl: string,
): { sources: ReadonlyMap<number, URL>; errors: string[] } {
  const sources = new Map<number, URL>()
  const errors: string[] = []
  for (const [name, value] of Object.entries(variables)) {
    const [, number] = /^PRINTER_(.*)_SOURCE$/.exec(name) ?? []
    if (number === undefined || value === undefined || value === '') continue
    const id = /^[1-9]\d{0,2}$/.test(number) ? Number(number) : null
    if (id === null)
      errors.push(`${name}: use a printer number from 1 to ${maxPrinterId}, as in PRINTER_2_SOURCE`)
    const source = URL.parse(value)
    const error = source === null ? 'is not a URL' : findError(source, siteUrl)
    if (error !== null) errors.push(`${name}: ${error}`)
    else if (source !== null && id !== null) sources.set(id, stripHash(source))
  }
  return { sources, errors }
}

function findError(source: URL, siteUrl: string): string | null {
  if (source.protocol !== 'http:' && source.protocol !== 'https:')
    return 'is neither http:// nor https://'
  if (source.username !== '' || source.password !== '')
    return 'contains a user or password; remove them, the API is public'
  if (source.origin === new URL(siteUrl).origin)
    return 'is this site itself; remove it, a printer that reports here needs no source'
  return null
}

function stripHash(source: URL): URL {
  source.hash = ''
  return source
}
