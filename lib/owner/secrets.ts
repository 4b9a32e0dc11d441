import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, for a link or a session. They can't be guessed, so that their hash needs no salt and no slow function. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** The one with this secret. Compares all of them, each in constant time. */
export function findBySecret<T extends { hash: string }>(
  all: readonly T[],
  secret: string,
): T | null {
  const given = Buffer.from(hashSecret(secret))
  let found: T | null = null
  for (const each of all) {
    const hash = Buffer.from(each.hash)
    if (hash.length === given.length && timingSafeEqual(hash, given)) found = each
  }
  return found
}
