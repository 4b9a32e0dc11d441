import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'

/** What is changed twice within the resolution of a file system's clock can look unchanged. FAT counts in steps of 2 s. */
const minAgeMs = 3_000

/** What changes when a file is written or replaced. */
export function stampFile({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`
}

/**
 * Reads files, and keeps what was made of them until they change.
 * @param folder base of relative paths
 * @param read gets the path as given; nobody may change what it returns
 * @returns a function that throws what `read` throws
 */
export function rememberFiles<T>(folder: string, read: (path: string) => Promise<T>) {
  const known = new Map<string, { stamp: string; value: T }>()
  return async (path: string): Promise<T> => {
    const stats = await stat(resolve(folder, path)).catch(() => null)
    if (stats === null) return read(path)
    const stamp = stampFile(stats)
    const found = known.get(path)
    if (found?.stamp === stamp) return found.value
    const isSettled = Date.now() - Math.max(stats.mtimeMs, stats.ctimeMs) > minAgeMs
    const value = await read(path)
    if (isSettled) known.set(path, { stamp, value })
    return value
  }
}
