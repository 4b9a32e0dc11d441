import { createHash, randomBytes } from 'node:crypto'

export interface DigestCredentials {
  user: string
  password: string
}

/**
 * Renders the `Authorization` header for a Digest challenge (RFC 7616) such as PrusaLink's: MD5 or SHA-256, with or without
 * `qop=auth`.
 * @returns `null` if the challenge uses anything else
 */
export function renderDigest(
  challenge: string,
  { user, password }: DigestCredentials,
  { method, uri }: { method: string; uri: string },
): string | null {
  if (!/^digest /i.test(challenge)) return null
  const fields = parseChallenge(challenge)
  const { realm = '', nonce = '', opaque, algorithm = 'MD5', qop } = fields
  const name = { MD5: 'md5', 'SHA-256': 'sha256' }[algorithm.toUpperCase()]
  if (name === undefined) return null
  const hash = (text: string) => createHash(name).update(text).digest('hex')
  const hasAuth = qop?.split(/\s*,\s*/).includes('auth') ?? false
  const clientNonce = randomBytes(8).toString('hex')
  const ofUser = hash(`${user}:${realm}:${password}`)
  const ofRequest = hash(`${method}:${uri}`)
  const response = hasAuth
    ? hash(`${ofUser}:${nonce}:00000001:${clientNonce}:auth:${ofRequest}`)
    : hash(`${ofUser}:${nonce}:${ofRequest}`)
  const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`
  const parts = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(hasAuth ? ['qop=auth', 'nc=00000001', `cnonce="${clientNonce}"`] : []),
  ]
  return `Digest ${parts.join(', ')}`
}

function parseChallenge(challenge: string): Record<string, string> {
  const pairs = challenge.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)
  return Object.fromEntries(
    pairs.map(([, name = '', quoted, plain = '']) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? plain,
    ]),
  )
}
