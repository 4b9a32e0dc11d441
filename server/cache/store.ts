import type { CacheEntry } from './entry.ts'

export interface CacheStore {
  get(key: string): CacheEntry | undefined
  /** @returns `false` where something emptied one of its tags since `sinceSequence`: it may show what was before */
  put(key: string, entry: CacheEntry, tags: readonly string[], sinceSequence: number): boolean
  /** Tells that an entry has grown by an encoding. */
  weigh(key: string, entry: CacheEntry): void
  empty(tags: readonly string[]): void
  /** All that is held; what comes or goes meanwhile comes or goes there too. */
  list(): Iterable<[string, CacheEntry]>
  /** Grows with every emptying; take it before the call whose answer you want to put. */
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
 * Answers by key, bounded in bytes. What goes first is what came first and wasn't asked for since (second chance): on a hit that
 * costs one field set, where a strict LRU would move the entry in the map.
 */
export function createCacheStore(maxBytes: number): CacheStore {
  const slots = new Map<string, Slot>()
  const entries = new Map<string, CacheEntry>()
  const keysByTag = new Map<string, Set<string>>()
  const emptiedAt = new Map<string, number>()
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

  function makeRoom(): void {
    while (bytes > maxBytes) {
      const oldest = slots.entries().next().value
      if (oldest === undefined) return
      const [key, slot] = oldest
      if (slot.entry.isRecent) {
        slot.entry.isRecent = false
        slots.delete(key)
        slots.set(key, slot)
      } else remove(key)
    }
  }

  return {
    get: (key) => entries.get(key),
    put(key, entry, tags, sinceSequence) {
      if (tags.some((tag) => (emptiedAt.get(tag) ?? 0) > sinceSequence)) return false
      remove(key)
      const slot = { entry, tags, bytes: weighEntry(key, entry) }
      slots.set(key, slot)
      entries.set(key, entry)
      bytes += slot.bytes
      for (const tag of tags) {
        const keys = keysByTag.get(tag)
        if (keys === undefined) keysByTag.set(tag, new Set([key]))
        else keys.add(key)
      }
      makeRoom()
      return true
    },
    weigh(key, entry) {
      const slot = slots.get(key)
      if (slot?.entry !== entry) return
      bytes -= slot.bytes
      slot.bytes = weighEntry(key, entry)
      bytes += slot.bytes
      makeRoom()
    },
    empty(tags) {
      sequence += 1
      for (const tag of tags) {
        emptiedAt.set(tag, sequence)
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

function weighEntry(key: string, { source, variants }: CacheEntry): number {
  let bytes = overheadBytes + 2 * key.length + source.body.length
  // The identity's buffer is the source's own, unless it was turned into text.
  for (const variant of Object.values(variants))
    if (variant !== null && variant.body !== source.body) bytes += variant.bytes
  return bytes
}
