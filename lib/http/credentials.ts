import {
  createHash,
  createHmac,
  randomBytes,
  scrypt as scryptWithCallback,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import { singleton } from '#lib/core/singleton.ts'

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(
  scryptWithCallback,
)
const cost = { N: 2 ** 14, r: 8, p: 1 } // 16 MB and about 50 ms of a core, OWASP's smaller recommended setting
const keyBytes = 32

/** A token of 256 random bits, printable. It needs no slow hash: nobody guesses it. */
export function createToken(): string {
  return `ppz_${randomBytes(32).toString('base64url')}`
}

export function hashToken(token: string): string {
  return `sha256:${createHash('sha256').update(token).digest('base64')}`
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await scrypt(password, salt, keyBytes, cost)
  return `scrypt:${salt.toString('base64')}:${key.toString('base64')}`
}

export function isToken(token: string, hash: string): boolean {
  return isSame(hashToken(token), hash)
}

/**
 * Compares in constant time. A password that was right before is known again by a keyed digest that only this process can
 * make, so a snapper's beat costs one slow hash per start and not one per picture.
 */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const { key, digests } = singleton('known-passwords', () => ({
    key: randomBytes(32),
    digests: new Map<string, string>(),
  }))
  const digest = createHmac('sha256', key).update(hash).update('\0').update(password).digest('hex')
  const known = digests.get(hash)
  if (known !== undefined && isSame(known, digest)) return true
  const [, salt = '', stored = ''] = hash.split(':')
  const derived = await scrypt(password, Buffer.from(salt, 'base64'), keyBytes, cost)
  if (!isSame(derived.toString('base64'), stored)) return false
  digests.set(hash, digest)
  return true
}

/** Hashing both sides first makes the lengths equal, which `timingSafeEqual` asks for and which hides them. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
