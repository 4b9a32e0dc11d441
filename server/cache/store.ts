import type { CacheEntry } from './entry.ts'

export interface CacheStore {
  get(key: string): CacheEntry | undefined
  /** Stores nothing if one of the tags was invalidated after `sinceSequence`: the entry may show the state before. */
  put(key: string, entry: CacheEntry, tags: readonly string[], sinceSequence: number): void
  /** To be called when an entry has grown by a variant. */
  updateSize(key: string, entry: CacheEntry): void
  invalidate(tags: readonly string[]): void
  /** Whether none of the tags was invalidated after `sinceSequence`. */
  isCurrent(tags: readonly string[], sinceSequence: number): boolean
  /** Entries with any of the tags. */
  listTagged(tags: readonly string[]): (readonly [key: string, entry: CacheEntry])[]
  /** All entries. Changes during the iteration show up in it. */
  list(): Iterable<[string, CacheEntry]>
  /** Grows with every invalidation. Read it before the call whose response you want to put. */
  readonly sequence: number
  readonly bytes: number
  readonly size: number
}

interface Slot {
  entry: CacheEntry
  tags: readonly string[]
  bytes: number
}

/** Header lists, keys and maps of one entry, roughly. */
const overheadBytes = 3 * 1024

/**
 * Entries by key, bounded in bytes. Evicts the oldest entry that wasn't requested since the last look (second chance): a hit then
 * costs one field set, where a strict LRU would move the entry in the map.
 */
export function createCacheStore(maxBytes: number): CacheStore {
  const slots = new Map<string, Slot>()
  const entries = new Map<string, CacheEntry>()
  const keysByTag = new Map<string, Set<string>>()
  const invalidatedAt = new Map<string, number>()
  let sequence = 0
  let bytes = 0

  function remove(key: string): void {
    const slot = slots.get(key)
    if (slot === undefined) return
    slots.delete(key)
    entries.delete(key)
    bytes -= slot.bytes
    for (const tag of slot.tags) {
      const keys = keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) keysByTag.delete(tag)
    }
  }

  function evict(): void {
    while (bytes > maxBytes) {
      const oldest = slots.entries().next().value
      if (oldest === undefined) return
      const [key, slot] = oldest
      if (slot.entry.hits > 0) {
        slot.entry.hits = 0
        slots.delete(key)
        slots.set(key, slot)
      } else remove(key)
    }
  }

  const isCurrent = (tags: readonly string[], sinceSequence: number) =>
    tags.every((tag) => (invalidatedAt.get(tag) ?? 0) <= sinceSequence)

  return {
    get: (key) => entries.get(key),
    isCurrent,
    listTagged(tags) {
      const keys = new Set(tags.flatMap((tag) => [...(keysByTag.get(tag) ?? [])]))
      return [...keys].flatMap((key) => {
        const entry = entries.get(key)
        return entry === undefined ? [] : [[key, entry] as const]
      })
    },
    put(key, entry, tags, sinceSequence) {
      if (!isCurrent(tags, sinceSequence)) return
      remove(key)
      const slot = { entry, tags, bytes: measure(key, entry) }
      slots.set(key, slot)
      entries.set(key, entry)
      bytes += slot.bytes
      for (const tag of tags) {
        const keys = keysByTag.get(tag)
        if (keys === undefined) keysByTag.set(tag, new Set([key]))
        else keys.add(key)
      }
      evict()
    },
    updateSize(key, entry) {
      const slot = slots.get(key)
      if (slot?.entry !== entry) return
      bytes -= slot.bytes
      slot.bytes = measure(key, entry)
      bytes += slot.bytes
      evict()
    },
    invalidate(tags) {
      sequence += 1
      for (const tag of tags) {
        invalidatedAt.set(tag, sequence)
        for (const key of [...(keysByTag.get(tag) ?? [])]) remove(key)
      }
    },
    list: () => entries,
    get sequence() {
      return sequence
    },
    get bytes() {
      return bytes
    },
    get size() {
      return slots.size
    },
  }
}

function measure(key: string, { source, variants }: CacheEntry): number {
  let bytes = overheadBytes + 2 * key.length + source.body.length
  // The identity variant shares the source's buffer unless it was turned into text.
  for (const variant of Object.values(variants))
    if (variant !== null && variant.body !== source.body) bytes += variant.bytes
  return bytes
}
