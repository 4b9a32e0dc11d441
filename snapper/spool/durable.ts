import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Puts a file there whole or not at all, on disk when it returns. Afterwards a power cut finds the old state or the new
 * one, never half of it.
 * @throws the file system's own error; nothing is left behind then
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

/** A new or a removed name is on disk only when its folder is. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
