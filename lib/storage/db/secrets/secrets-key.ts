import { createHash, randomBytes } from 'node:crypto'

/** A key of AES-256. */
export interface SecretsKey {
  /** Names it in what it has encrypted, and says nothing of its bytes. */
  id: string
  bytes: Buffer
}

const keyLength = 32

export const createSecretsKey = (): SecretsKey => toKey(randomBytes(keyLength))

/** Keys in Base64, separated by commas or white space: the first one encrypts, all of them decrypt. @returns `null` where one is none */
export function parseSecretsKeys(text: string): SecretsKey[] | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  const all = parts.map((part) => Buffer.from(part, 'base64'))
  const isValid = parts.every(
    (part, index) => /^[\w+/-]+=*$/.test(part) && all[index]?.length === keyLength,
  )
  return isValid && all.length > 0 ? all.map(toKey) : null
}

export const formatSecretsKey = ({ bytes }: SecretsKey): string => bytes.toString('base64')

function toKey(bytes: Buffer): SecretsKey {
  const hash = createHash('sha256').update('paparazza secrets key\0').update(bytes)
  return { id: hash.digest('hex').slice(0, 8), bytes }
}
