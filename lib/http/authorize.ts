import { cleanText } from '#lib/api/clean-text.ts'
import { DomainError } from '#lib/core/errors.ts'
import { isExpired } from '#lib/printers/manage/is-expired.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'
import { printerNotFound } from '#lib/printers/require-printer.ts'
import type { Credential, CredentialScope, Printer } from '#lib/printers/types.ts'
import { beginAttempt, checkAttempts } from './attempt-limit.ts'
import { findClientNetwork, type WithHeaders } from './client-network.ts'
import {
  isConfiguredPassword,
  isKnownPassword,
  isPassword,
  isSlowHash,
  isToken,
} from './credentials.ts'

/** Of one user, or of tokens, from one address: a neighbour's mistake must not lock out another snapper behind the same router. */
const maxFailures = 10
/** From one address in all, so that guessing other names doesn't cost a slow hash each for ever. */
const maxFailuresOfAddress = 50
const maxHeaderLength = 1024
const maxProgramLength = 100
/** Compared with when the username is unknown or its password generated, so that this takes as long as a wrong password. */
const unknownUserHash =
  'scrypt:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

/**
 * Authenticates a program of the printer's owner, by Basic or Bearer, before any of the body is read.
 * @param scope what it wants to do
 * @throws DomainError `unauthorized`, `too-many-requests`, `forbidden` (another printer's credentials), `wrong-scope`,
 *   `printer-not-found`
 */
export async function authorizeSnapper(
  request: WithHeaders,
  printers: PrinterStore,
  printerId: number,
  scope: CredentialScope = 'report',
): Promise<{ printer: Printer; credential: Credential }> {
  rejectCrossSite(request)
  const address = findClientNetwork(request)
  const given = parseAuthorization(request.headers.get('authorization') ?? null)
  const matching = given === null ? [] : await findMatching(given, printers, address)
  if (matching.length === 0) {
    // A request without credentials guesses nothing: it is a misconfiguration, or a browser's first request.
    if (given === null) checkAttempts({ key: address, max: maxFailuresOfAddress })
    throw new DomainError(
      'unauthorized',
      given === null
        ? 'Send the user and password of this printer by HTTP Basic, or its token as "Authorization: Bearer".'
        : 'This user and password, or this token, are wrong. Make new ones at /admin/printers, or with: npm run printers -- rotate',
    )
  }
  const printer = await printers.getPrinter(printerId)
  if (printer === null) throw printerNotFound(printerId)
  const credential = matching.find((candidate) => candidate.printerId === printerId)
  if (credential === undefined)
    throw new DomainError(
      'forbidden',
      `These credentials belong to a printer other than ${printerId}.`,
    )
  if (isExpired(credential))
    throw new DomainError(
      'unauthorized',
      `This token expired on ${credential.expiresAt?.toISOString().slice(0, 10)}. Make another one at /admin/printers.`,
    )
  if (credential.scope !== scope)
    throw new DomainError(
      'wrong-scope',
      `${scopeFaults[scope]} Make another one at /admin/printers.`,
    )
  return { printer, credential }
}

const scopeFaults = {
  report: 'This token may only read, not report.',
  'read-private': 'This token may only report, not read what is private.',
} satisfies Record<CredentialScope, string>

type Given =
  | { kind: 'password'; username: string; password: string }
  | { kind: 'token'; token: string }

function parseAuthorization(header: string | null): Given | null {
  if (header === null || header.length > maxHeaderLength) return header === null ? null : invalid
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(header.trim()) ?? []
  if (scheme.toLowerCase() === 'bearer') return { kind: 'token', token: value }
  if (scheme.toLowerCase() !== 'basic' || !/^[A-Za-z0-9+/]+=*$/.test(value)) return invalid
  const bytes = Buffer.from(value, 'base64')
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0 || text.includes('\uFFFD')) return invalid
  return { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Counts as a failed attempt. */
const invalid: Given = { kind: 'token', token: '' }

/**
 * The right credentials pass regardless of what else their address sent: a misconfigured neighbour behind the same router must not lock
 * a snapper out. So only what needs a slow hash has a limit. A token or a generated password never does, the configured one not after
 * the start, and any other not after its first time in this process.
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
    if (matching.length === 0) beginLogin(address, null)
    return matching
  }
  const { username, password } = given
  // For scripts that know only passwords. Nobody can guess a token, so it needs no user.
  const tokens = all.filter(({ kind, hash }) => kind === 'token' && isToken(password, hash))
  if (tokens.length > 0) return tokens
  const named = all.filter((each) => each.kind === 'password' && each.username === username)
  const known = named.filter(({ hash }) => isKnownPassword(password, hash))
  if (known.length > 0) return known
  const succeed = isConfiguredPassword(username, password)
    ? () => undefined
    : beginLogin(address, username)
  const slow = named.filter(({ hash }) => isSlowHash(hash))
  if (slow.length === 0) await isPassword(password, unknownUserHash)
  const matching: Credential[] = []
  for (const candidate of slow)
    if (await isPassword(password, candidate.hash)) matching.push(candidate)
  if (matching.length > 0) succeed()
  return matching
}

/** A browser that has stored a Basic password would also send it from another site's page. */
function rejectCrossSite(request: WithHeaders): void {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site')
    throw new DomainError(
      'cross-origin',
      'The request comes from another site’s page. Send reports from a snapper.',
    )
}

/**
 * Notes that a request was accepted with this credential, and of which program. Nothing waits for it, and what it costs is a write a minute.
 */
export function noteUse(
  printers: Pick<PrinterStore, 'noteUse'>,
  { id, lastUsedAt }: Credential,
  headers: WithHeaders['headers'],
): void {
  const now = new Date()
  if (lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < 60_000) return
  // A store that fails says so with the next report.
  const program = cleanText(headers.get('user-agent') ?? '').slice(0, maxProgramLength)
  printers.noteUse(id, now, program || null).catch(() => undefined)
}

/**
 * Begins an attempt that counts as failed.
 * @param username null for a token
 * @returns takes the attempt back once it succeeded
 * @throws DomainError `too-many-requests`
 */
function beginLogin(address: string, username: string | null): () => void {
  return beginAttempt([
    { key: `${address} ${JSON.stringify(username)}`, max: maxFailures },
    { key: address, max: maxFailuresOfAddress },
  ])
}
