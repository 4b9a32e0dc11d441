import {
  hash as digest,
  randomBytes,
  scrypt as scryptWithCallback,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(
  scryptWithCallback,
)
const cost = { N: 2 ** 14, r: 8, p: 1 } // 16 MB and about 50 ms of a core, OWASP's smaller recommended setting
const keyBytes = 32

/** A printable token of 256 random bits. It needs no slow hash, since it can't be guessed. */
export function createToken(): string {
  return `ppz_${randomBytes(32).toString('base64url')}`
}

/** A password of 192 random bits. Hash it as a token: then every process recognizes it at once, however many others are tried. */
export function createPassword(): string {
  return randomBytes(24).toString('base64url')
}

export function hashToken(token: string): string {
  return `sha256:${digest('sha256', token, 'base64')}`
}

/** A random secret, shown once, and what is stored of it. */
export function createSecret(kind: 'password' | 'token'): { secret: string; hash: string } {
  const secret = kind === 'token' ? createToken() : createPassword()
  return { secret, hash: hashToken(secret) }
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await scrypt(password, salt, keyBytes, cost)
  return `scrypt:${salt.toString('base64')}:${key.toString('base64')}`
}

export function isToken(token: string, hash: string): boolean {
  return isSame(hashToken(token), hash)
}

/** Only an attack makes more wait for a hash. */
const maxWaiting = 32

const queue = () =>
  singleton('password-hashes', () => ({ isRunning: false, waiting: [] as (() => void)[] }))

/**
 * Derives a key, one at a time in this process. Those that wait for it wait for as long again: of the cores that serve visitors,
 * parallel guesses get half of one.
 * @throws DomainError `busy` where too many wait already
 */
async function deriveKey(password: string, salt: Buffer): Promise<Buffer> {
  const hashes = queue()
  if (hashes.isRunning) {
    if (hashes.waiting.length >= maxWaiting)
      throw new DomainError(
        'busy',
        'Too many passwords are being checked. Try again in a moment.',
        {
          retryAfterSeconds: 5,
        },
      )
    await new Promise<void>((resolve) => hashes.waiting.push(resolve))
  } else hashes.isRunning = true
  const startedAt = performance.now()
  try {
    return await scrypt(password, salt, keyBytes, cost)
  } finally {
    const next = hashes.waiting.shift()
    if (next === undefined) hashes.isRunning = false
    else setTimeout(next, performance.now() - startedAt)
  }
}

interface Configured {
  user: string
  password: string
}

interface KnownPasswords {
  key: Buffer
  digests: Map<string, string>
  /** Until it has been verified. */
  configured: Configured | null
}

function getKnownPasswords(): KnownPasswords {
  return singleton('known-passwords', () => ({
    key: randomBytes(32),
    digests: new Map(),
    configured: null,
  }))
}

function digestPassword(password: string, hash: string): string {
  const { key } = getKnownPasswords()
  return digest('sha256', Buffer.concat([key, Buffer.from(`${hash}\0${password}`)]))
}

/** Of a password that a person may have chosen. */
export function isSlowHash(hash: string): boolean {
  return hash.startsWith('scrypt:')
}

/** Whether this password is right as far as no slow hash is needed: it is random, or was right before in this process. */
export function isKnownPassword(password: string, hash: string): boolean {
  if (!isSlowHash(hash)) return isToken(password, hash)
  const known = getKnownPasswords().digests.get(hash)
  return known !== undefined && isSame(known, digestPassword(password, hash))
}

/**
 * Compares in constant time. A password that was right is remembered as a keyed digest that only this process can make, so a
 * snapper costs one slow hash per start and not one per picture.
 * @throws DomainError `busy`
 */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  if (isKnownPassword(password, hash)) return true
  if (!isSlowHash(hash)) return false
  const [, salt = '', stored = ''] = hash.split(':')
  const derived = await deriveKey(password, Buffer.from(salt, 'base64'))
  if (!isSame(derived.toString('base64'), stored)) return false
  getKnownPasswords().digests.set(hash, digestPassword(password, hash))
  return true
}

/**
 * Checks the snapper's configured password at the start, so that each process knows it before anybody guesses, and the first report
 * needn't wait for its slow hash. A wrong or missing one changes nothing.
 */
export async function verifyPassword(
  printers: Pick<PrinterStore, 'listCredentials'>,
  given: { user: string | undefined; password: string | undefined } | null,
): Promise<void> {
  if (given?.user === undefined || given.password === undefined) return
  const { user, password } = given
  const known = getKnownPasswords()
  known.configured = { user, password }
  for (const { kind, username, hash } of await printers.listCredentials())
    if (kind === 'password' && username === user) await isPassword(password, hash)
  known.configured = null
}

/** Whether it is the configured one, which `verifyPassword` hasn't verified yet. */
export function isConfiguredPassword(user: string, password: string): boolean {
  const { configured } = getKnownPasswords()
  return configured?.user === user && isSame(configured.password, password)
}

/** Hashing both sides first makes the lengths equal, which `timingSafeEqual` requires, and hides them. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(digest('sha256', left, 'buffer'), digest('sha256', right, 'buffer'))
}
