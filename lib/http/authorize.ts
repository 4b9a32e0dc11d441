import { DomainError } from '#lib/core/errors.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'
import type { Credential, Printer } from '#lib/printers/types.ts'
import { isKnownPassword, isPassword, isToken } from './credentials.ts'
import { beginAttempt, checkAttempts } from './failed-attempts.ts'

const maxHeaderLength = 1024
/** Hashed when nobody has the name that was given, so that an unknown user takes as long as a wrong password. */
const nobody = 'scrypt:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

/**
 * Who may write to this printer: its snapper, by Basic or Bearer. Nothing of the body has been read yet.
 * @throws DomainError `unauthorized`, `too-many-requests`, `forbidden` (another printer's key), `printer-not-found`
 */
export async function authorizeSnapper(
  request: Request,
  printers: PrinterStore,
  printerId: number,
): Promise<{ printer: Printer; credential: Credential }> {
  refuseCrossSite(request)
  // Set by the front door, which overwrites whatever a caller sends; without it all callers share one allowance.
  const address = request.headers.get('x-client-address') ?? 'unknown'
  const given = parseAuthorization(request.headers.get('authorization'))
  const matching = given === null ? [] : await findMatching(given, printers, address)
  if (matching.length === 0) {
    // A request without credentials guesses nothing: it is a misconfiguration, or a browser's first request.
    if (given === null) checkAttempts(address)
    throw new DomainError(
      'unauthorized',
      'Send the user and password of this printer by HTTP Basic, or its token as "Authorization: Bearer".',
    )
  }
  const printer = await printers.getPrinter(printerId)
  if (printer === null)
    throw new DomainError('printer-not-found', `There is no printer ${printerId} here.`)
  const credential = matching.find((candidate) => candidate.printerId === printerId)
  if (credential === undefined)
    throw new DomainError(
      'forbidden',
      `These credentials belong to another printer than ${printerId}.`,
    )
  return { printer, credential }
}

type Given =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'token'; token: string }

function parseAuthorization(header: string | null): Given | null {
  if (header === null || header.length > maxHeaderLength) return header === null ? null : wrong
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header.trim()) ?? []
  if (scheme.toLowerCase() === 'bearer') return { kind: 'token', token: value }
  if (scheme.toLowerCase() !== 'basic' || !/^[A-Za-z0-9+/]+=*$/.test(value)) return wrong
  const bytes = Buffer.from(value, 'base64')
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0 || text.includes('\uFFFD')) return wrong
  return { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Something was presented and can't be right; it counts as a failure. */
const wrong: Given = { kind: 'token', token: '' }

/**
 * A good token passes whatever else its address sent, and so does a password that was right before: a misconfigured neighbour
 * behind the same router must not lock a snapper out.
 * @throws DomainError `too-many-requests`, `busy`
 */
async function findMatching(
  given: Given,
  printers: PrinterStore,
  address: string,
): Promise<Credential[]> {
  const all = await printers.listCredentials()
  if (given.kind === 'token') {
    const matching = all.filter(({ kind, hash }) => kind === 'token' && isToken(given.token, hash))
    if (matching.length === 0) beginAttempt(address)
    return matching
  }
  const { username, password } = given
  const named = all.filter((each) => each.kind === 'password' && each.username === username)
  const known = named.filter(({ hash }) => isKnownPassword(password, hash))
  if (known.length > 0) return known
  const succeed = beginAttempt(address)
  if (named.length === 0) await isPassword(password, nobody)
  const matching: Credential[] = []
  for (const candidate of named)
    if (await isPassword(password, candidate.hash)) matching.push(candidate)
  if (matching.length > 0) succeed()
  return matching
}

/** A browser that remembers a Basic password would send it along from a stranger's page. */
function refuseCrossSite(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site')
    throw new DomainError(
      'cross-origin',
      'Pictures are sent by a snapper, not by another site’s page.',
    )
}
