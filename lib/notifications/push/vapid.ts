import { createECDH, createPrivateKey, sign } from 'node:crypto'

/** The site's key pair towards push services. Base64url: a P-256 point of 65 bytes, and its scalar of 32. */
export interface PushKeys {
  publicKey: string
  privateKey: string
}

/** Who sends, as push services want to know it (RFC 8292). */
export interface Vapid extends PushKeys {
  /** An https: or mailto: address that reaches whoever runs the site. */
  subject: string
}

/** Why nothing is sent with it. */
export const unreadableKeyProblem =
  'The site’s key for push services was encrypted with another key. Start the site with the former one (SECRETS_KEY, or secrets.key in DATA_DIR). If it is lost, run: npm run notifications -- new-push-key --yes. Then add each device again.'

/** Push services take at most 24 hours. */
const tokenHours = 12

export function createPushKeys(): PushKeys {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys().toString('base64url')
  // A scalar that begins with zeros is shorter.
  const scalar = pair.getPrivateKey()
  const privateKey = Buffer.concat([Buffer.alloc(32 - scalar.length), scalar]).toString('base64url')
  return { publicKey, privateKey }
}

/** The value of `Authorization` for a push service: a token that is valid for its origin alone. */
export function authorize({ publicKey, privateKey, subject }: Vapid, origin: string, at: Date) {
  const point = Buffer.from(publicKey, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: privateKey,
  }
  const expires = Math.floor(at.getTime() / 1000) + tokenHours * 60 * 60
  const parts = [
    { typ: 'JWT', alg: 'ES256' },
    { aud: origin, exp: expires, sub: subject },
  ]
  const content = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${content}.${signature.toString('base64url')}, k=${publicKey}`
}

/** Names that mean nothing outside of a home. Apple refuses a token that names one (403 BadJwtToken). */
const localName = /^localhost$|\.(?:localhost|local|lan|home|internal|home\.arpa|test|invalid)$/

/**
 * The site's own address, or an e-mail address among the owner's profiles.
 * @returns `null` where neither is one that push services take
 */
export function findPushSubject(siteUrl: string, profiles: readonly { url: string }[]) {
  const { protocol, hostname } = new URL(siteUrl)
  const isName = hostname.includes('.') && !/^[\d.]+$/.test(hostname)
  if (protocol === 'https:' && isName && !localName.test(hostname)) return siteUrl
  return profiles.find(({ url }) => url.startsWith('mailto:'))?.url ?? null
}
