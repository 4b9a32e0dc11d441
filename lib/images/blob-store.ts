import type { PictureFormat } from '#lib/api/picture-formats.ts'

/**
 * Stores bytes by key: `original/<sha256>` and `variant/<sha256>/<width>.<format>`.
 * Absent is `null`; everything else throws (`storage-unavailable`, `insufficient-storage`).
 */
export interface BlobStore {
  /** Moves a finished temporary file into the store. Durable (fsync of file and folder) when resolved; idempotent. */
  putFile(key: string, temporaryPath: string): Promise<void>
  get(key: string): Promise<Buffer | null>
  /** A path that the image process can read until `release()`; a remote store downloads to a temporary file. */
  openFile(key: string): Promise<{ path: string; release(): Promise<void> } | null>
  has(key: string): Promise<boolean>
  delete(key: string): Promise<void>
  /** Keys and sizes below a prefix, in no order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number; modifiedAt: Date }>
  /** Throws if the store isn't writable. */
  checkWritable(): Promise<void>
}

const sha256Pattern = /^[0-9a-f]{64}$/
const namePattern = /^[1-9][0-9]{0,4}\.(?:avif|webp|jpg)$/
const prefixPattern = /^(?:|original\/|original\/[0-9a-f]{64}|variant\/|variant\/[0-9a-f]{64}\/)$/

/** Keys contain only hashes: check each name from a URL before it becomes part of a key. */
export function isSha256(text: string): boolean {
  return sha256Pattern.test(text)
}

export function originalKey(sha256: string): string {
  return `original/${sha256}`
}

/** One variant's key, or the prefix of all of a picture's variants. */
export function variantKey(sha256: string, width?: number, format?: PictureFormat): string {
  const prefix = `variant/${sha256}/`
  return width === undefined ? prefix : `${prefix}${width}.${format}`
}

/**
 * Validates a key before it becomes part of a path or a URL. `name` is `<width>.<format>` of a variant, '' of an original.
 * @throws RangeError
 */
export function parseKey(key: string): {
  kind: 'original' | 'variant'
  sha256: string
  name: string
} {
  const [kind, sha256 = '', name = '', ...rest] = key.split('/')
  if (isSha256(sha256) && rest.length === 0) {
    if (kind === 'original' && key === originalKey(sha256)) return { kind, sha256, name }
    if (kind === 'variant' && namePattern.test(name)) return { kind, sha256, name }
  }
  throw new RangeError(`"${key}" is not the key of a blob.`)
}

/** @throws RangeError if blobs can't be listed by this prefix */
export function checkPrefix(prefix: string): void {
  if (!prefixPattern.test(prefix))
    throw new RangeError(`"${prefix}" is not a prefix to list blobs by.`)
}
