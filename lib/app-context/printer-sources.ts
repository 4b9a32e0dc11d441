/** The highest number that a variable's name may hold: people have printers by the handful. */
const maxPrinterId = 999

/**
 * The variables `PRINTER_<n>_SOURCE`: where the API of printer n lives that lives elsewhere. An empty one counts as absent.
 * @param siteUrl absolute origin; a printer whose source is this site would only hear its own echo
 */
export function parsePrinterSources(
  variables: Record<string, string | undefined>,
  siteUrl: string,
): { sources: ReadonlyMap<number, URL>; faults: string[] } {
  const sources = new Map<number, URL>()
  const faults: string[] = []
  for (const [name, value] of Object.entries(variables)) {
    const [, number] = /^PRINTER_(.*)_SOURCE$/.exec(name) ?? []
    if (number === undefined || value === undefined || value === '') continue
    const id = /^[1-9]\d{0,2}$/.test(number) ? Number(number) : null
    if (id === null)
      faults.push(`${name}: a printer has a number from 1 to ${maxPrinterId}, as PRINTER_2_SOURCE`)
    const source = URL.parse(value)
    const fault = source === null ? 'is no address' : findFault(source, siteUrl)
    if (fault !== null) faults.push(`${name}: ${fault}`)
    else if (source !== null && id !== null) sources.set(id, stripHash(source))
  }
  return { sources, faults }
}

function findFault(source: URL, siteUrl: string): string | null {
  if (source.protocol !== 'http:' && source.protocol !== 'https:')
    return 'is neither http:// nor https://'
  if (source.username !== '' || source.password !== '')
    return 'has a user or a password in it; what is shown to everybody is asked for without'
  if (source.origin === new URL(siteUrl).origin)
    return 'is this site itself; a printer that reports here needs no source'
  return null
}

function stripHash(source: URL): URL {
  source.hash = ''
  return source
}
