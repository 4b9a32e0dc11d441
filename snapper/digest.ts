import { createHash, randomBytes } from 'node:crypto'

export interface DigestCredentials {
  user: string
  password: string
}

type Parameters = ReadonlyMap<string, string>

interface Session {
  user: string
  challenge: Parameters
  clientNonce: string
  /** Requests so far with this nonce. */
  count: number
}

/** By origin: a nonce may be used again, which saves the request that only fetches a challenge. */
const sessions = new Map<string, Session>()

/** Strongest first; by their names in RFC 7616, as OpenSSL calls them. */
const hashes: Record<string, string> = {
  'SHA-512-256': 'sha512-256',
  'SHA-256': 'sha256',
  MD5: 'md5',
}

/**
 * Renders the `Authorization` header for the strongest supported Digest challenge (RFC 7616).
 * @param header `WWW-Authenticate`, with any number of challenges; `null`: continue with the last nonce of this origin
 * @returns `null` if there is no challenge, or none that is supported
 */
export function answerChallenge(
  header: string | null,
  credentials: DigestCredentials,
  request: { method: string; uri: string; origin: string },
): string | null {
  if (header !== null) {
    const challenge = choose(parseChallenges(header))
    if (challenge === null) return null
    const clientNonce = randomBytes(8).toString('hex')
    sessions.set(request.origin, { user: credentials.user, challenge, clientNonce, count: 0 })
  }
  const session = sessions.get(request.origin)
  if (session?.user !== credentials.user) return null
  session.count += 1
  return render(session, credentials, request)
}

/** Uses the `nextnonce` of an `Authentication-Info` header from now on. */
export function rememberNonce(origin: string, info: string): void {
  const session = sessions.get(origin)
  const nonce = parseParameters(`Digest ${info}`)[0]?.parameters.get('nextnonce')
  if (session === undefined || nonce === undefined) return
  // Servers disagree about the key of a session with a new nonce, so that one starts afresh.
  if (/-sess$/i.test(session.challenge.get('algorithm') ?? '')) sessions.delete(origin)
  else {
    const challenge = new Map([...session.challenge, ['nonce', nonce]])
    sessions.set(origin, { ...session, challenge, count: 0 })
  }
}

function render(
  { challenge, clientNonce, count }: Session,
  credentials: DigestCredentials,
  { method, uri }: { method: string; uri: string },
): string {
  const algorithm = challenge.get('algorithm') ?? 'MD5'
  const name = hashes[toHash(algorithm)] ?? ''
  const hash = (text: string) => createHash(name).update(text).digest('hex')
  const [realm, nonce] = [challenge.get('realm') ?? '', challenge.get('nonce') ?? '']
  const isUtf8 = /^utf-8$/i.test(challenge.get('charset') ?? '')
  const [user, password] = [credentials.user, credentials.password].map((text) =>
    isUtf8 ? text.normalize('NFC') : text,
  )
  const qop = chooseQop(challenge)
  const isSession = /-sess$/i.test(algorithm)
  const nonceCount = count.toString(16).padStart(8, '0')
  const ofUser = hash(`${user}:${realm}:${password}`)
  const key = isSession ? hash(`${ofUser}:${nonce}:${clientNonce}`) : ofUser
  // No request at home has a body.
  const ofRequest = hash(`${method}:${uri}${qop === 'auth-int' ? `:${hash('')}` : ''}`)
  const middle = qop === null ? nonce : `${nonce}:${nonceCount}:${clientNonce}:${qop}`
  const opaque = challenge.get('opaque')
  const isHashed = /^true$/i.test(challenge.get('userhash') ?? '')
  const parts = [
    renderUser(isHashed ? hash(`${user}:${realm}`) : (user ?? ''), isUtf8),
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `algorithm=${algorithm}`,
    `response="${hash(`${key}:${middle}:${ofRequest}`)}"`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${nonceCount}`]),
    ...(qop !== null || isSession ? [`cnonce="${clientNonce}"`] : []),
    ...(isHashed ? ['userhash=true'] : []),
  ]
  return `Digest ${parts.join(', ')}`
}

/** A name with other letters than ASCII is encoded (RFC 7616 section 3.4) where the server asks for UTF-8. */
function renderUser(user: string, isUtf8: boolean): string {
  return isUtf8 && /[^ -~]/.test(user)
    ? `username*=UTF-8''${encodeURIComponent(user).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`
    : `username=${quote(user)}`
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function toHash(algorithm: string): string {
  return algorithm.toUpperCase().replace(/-SESS$/, '')
}

/** `null`: the old scheme without one; `undefined`: none that is supported. */
function chooseQop(challenge: Parameters): string | null | undefined {
  const offered =
    challenge
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean) ?? []
  return offered.length === 0 ? null : ['auth', 'auth-int'].find((qop) => offered.includes(qop))
}

function choose(challenges: readonly Parameters[]): Parameters | null {
  const usable = challenges.filter((challenge) => chooseQop(challenge) !== undefined)
  for (const name of Object.keys(hashes))
    for (const challenge of usable)
      if (toHash(challenge.get('algorithm') ?? 'MD5') === name) return challenge
  return null
}

function parseChallenges(header: string): Parameters[] {
  return parseParameters(header)
    .filter(({ scheme }) => /^digest$/i.test(scheme))
    .map(({ parameters }) => parameters)
}

/** A word without `=` starts the next challenge. */
function parseParameters(header: string): { scheme: string; parameters: Map<string, string> }[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = []
  const words = header.matchAll(/([^\s,="]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s,]*)))?/g)
  for (const [, name = '', quoted, plain] of words) {
    if (quoted === undefined && plain === undefined)
      found.push({ scheme: name, parameters: new Map() })
    else
      found
        .at(-1)
        ?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
  }
  return found
}
