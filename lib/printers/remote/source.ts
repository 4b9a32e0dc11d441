import { lookup } from 'node:dns/promises'
import { DomainError } from '#lib/core/errors.ts'
import { isPublicAddress, isPublicLiteral } from '#lib/outbound/public-address.ts'

/** The address of a printer's API on another server. */
export interface RemoteSource {
  url: URL
  /** It comes from the environment: its host may be in the network at home. */
  isTrusted: boolean
}

/**
 * Parses the address of a printer's API.
 * @param siteUrl absolute origin; a printer must not have this site itself as its source
 * @returns the address without its fragment, or what is wrong with it
 */
export function parseSource(text: string, siteUrl: string): URL | string {
  const source = URL.parse(text)
  if (source === null) return 'is not a URL'
  if (source.protocol !== 'http:' && source.protocol !== 'https:')
    return 'is neither http:// nor https://'
  if (source.username !== '' || source.password !== '')
    return 'contains a user or password; remove them, the API is public'
  if (source.origin === new URL(siteUrl).origin)
    return 'is this site itself; remove it, a printer that reports here needs no source'
  source.hash = ''
  return source
}

/**
 * Checks the address that the owner gives in the admin area or by a command. Unlike one in the environment its host must be public:
 * a stolen session must not reach the network at home. Each request checks the address again.
 * @throws DomainError `invalid-fields`
 */
export async function requirePublicSource(text: string, siteUrl: string): Promise<string> {
  const source = parseSource(text, siteUrl)
  if (typeof source === 'string') throw reject(`The address ${source}.`)
  const isPublic = isPublicLiteral(source) ?? (await resolvesToPublic(source.hostname))
  if (isPublic) return source.href
  throw reject(
    `${source.host} is not a public address. For a server in your own network set PRINTER_<number>_SOURCE in the site’s environment.`,
  )
}

async function resolvesToPublic(hostname: string): Promise<boolean> {
  const found = await lookup(hostname, { all: true }).catch(() => [])
  if (found.length === 0)
    throw reject(`${hostname} can’t be found. Check the spelling of the address.`)
  return found.every(({ address }) => isPublicAddress(address))
}

function reject(detail: string): DomainError {
  const fieldErrors = [{ pointer: '/source', detail }]
  return new DomainError('invalid-fields', detail, { fieldErrors })
}
