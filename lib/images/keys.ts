import type { PictureFormat } from '#lib/api/picture-formats.ts'

const sha256Pattern = /^[0-9a-f]{64}$/

/** Keys contain only hashes; check each name from a URL before it reaches a path. */
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
