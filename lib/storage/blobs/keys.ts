/** Validates keys before they become part of a path or a URL. */
const original = /^original\/(?<sha256>[0-9a-f]{64})$/
const variant = /^variant\/(?<sha256>[0-9a-f]{64})\/(?<name>[1-9][0-9]{0,4}\.(?:avif|webp|jpg))$/
const prefix = /^(?:|original\/|variant\/|variant\/[0-9a-f]{64}\/)$/

interface BlobKey {
  kind: 'original' | 'variant'
  sha256: string
  /** `<width>.<format>` of a variant; '' of an original. */
  name: string
}

/** @throws RangeError if the key doesn't have a form of `BlobStore` */
export function parseKey(key: string): BlobKey {
  const kind = key.startsWith('original/') ? 'original' : 'variant'
  const groups = (kind === 'original' ? original : variant).exec(key)?.groups
  if (!groups?.sha256) throw new RangeError(`"${key}" is not the key of a blob.`)
  return { kind, sha256: groups.sha256, name: groups.name ?? '' }
}

export function formatKey({ kind, sha256, name }: BlobKey): string {
  return kind === 'original' ? `original/${sha256}` : `variant/${sha256}/${name}`
}

/** @throws RangeError if blobs can't be listed by this prefix */
export function checkPrefix(text: string): void {
  if (!prefix.test(text)) throw new RangeError(`"${text}" is not a prefix to list blobs by.`)
}
