import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { SecretsKey } from './secrets-key.ts'

/** Encrypts texts for a place in the database, such as a row's column: what is moved to another place can't be decrypted there. */
export interface Sealer {
  /** As it is without a key. */
  seal(text: string, place: string): string
  /** A text that isn't encrypted is itself. @returns `null` where no key decrypts it, or it was changed or moved */
  open(stored: string, place: string): string | null
  /** Whether it is stored as `seal` would store it now. */
  isCurrent(stored: string): boolean
  /** Why there may be keys that it doesn't have. */
  problem: string | null
}

const algorithm = 'aes-256-gcm'
const mark = 'aes-256-gcm:'
/** NIST SP 800-38D: 96 random bits for each text, and the whole tag. */
const nonceBytes = 12
const tagBytes = 16

export const isSealed = (stored: string): boolean => stored.startsWith(mark)

/**
 * Writes `aes-256-gcm:`, the key's id, and the nonce, the tag and the text in Base64url.
 * @param key encrypts; `undefined`: nothing is encrypted
 */
export function createSealer(
  keys: readonly SecretsKey[],
  key: SecretsKey | undefined,
  problem: string | null = null,
): Sealer {
  const toPrefix = ({ id }: SecretsKey) => `${mark}${id}:`
  return {
    problem,
    seal(text, place) {
      if (key === undefined) return text
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes })
      const content = cipher.setAAD(Buffer.from(place)).update(text, 'utf8')
      const all = [content, cipher.final()]
      return (
        toPrefix(key) + Buffer.concat([nonce, cipher.getAuthTag(), ...all]).toString('base64url')
      )
    },
    open(stored, place) {
      if (!isSealed(stored)) return stored
      const used = keys.find((each) => stored.startsWith(toPrefix(each)))
      if (used === undefined) return null
      const bytes = Buffer.from(stored.slice(toPrefix(used).length), 'base64url')
      if (bytes.length < nonceBytes + tagBytes) return null
      const nonce = bytes.subarray(0, nonceBytes)
      const decipher = createDecipheriv(algorithm, used.bytes, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      const text = decipher.update(bytes.subarray(nonceBytes + tagBytes))
      try {
        return Buffer.concat([text, decipher.final()]).toString()
      } catch {
        return null
      }
    },
    isCurrent: (stored) =>
      key === undefined ? !isSealed(stored) : stored.startsWith(toPrefix(key)),
  }
}
