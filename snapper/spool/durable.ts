import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file atomically and durably (fsync). After a power cut either the old or the new content exists, never a mixture.
 * @throws the file system's error; no partial file remains
 */
export function writeDurably(path: string, pieces: readonly Buffer[]): void {
  const part = `${path}.part`
  try {
    const file = openSync(part, 'w', 0o600)
    try {
      for (const piece of pieces)
        for (let written = 0; written < piece.length; )
          written += writeSync(file, piece, written, piece.length - written)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/** A created or removed name is durable only after its folder is synced. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
