import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseJsonObject, toNumber, toObject, toText } from './json.ts'
import type { LastPicture } from './picture/prepare.ts'
import type { PreviousState } from './printers/backend.ts'
import type { TokenBucketState } from './token-bucket.ts'

/** What one report has to know of the ones before. */
export interface SavedState {
  before: PreviousState | null
  lastPicture: LastPicture | null
  ledger: TokenBucketState | null
}

export const emptyState: SavedState = { before: null, lastPicture: null, ledger: null }

/** Where the memory of one printer is kept; `folder` null: nowhere. */
export interface StateLocation {
  folder: string | null
  owner: string
}

/** What isn't there or isn't whole is forgotten: nothing depends on it but bytes and a word. */
export function loadState(place: StateLocation): SavedState {
  const path = toPath(place)
  const saved = path === null ? null : read(path)
  if (saved?.version !== 2) return { ...emptyState }
  const picture = toObject(saved.lastPicture)
  const look = toObject(picture?.look)
  const sha256 = toText(picture?.sha256)
  return {
    // Written by ourselves: the version says its shape.
    before: toObject(saved.before) as SavedState['before'],
    ledger: toObject(saved.ledger) as SavedState['ledger'],
    lastPicture:
      sha256 === null
        ? null
        : {
            sha256,
            sentAtMs: toNumber(picture?.sentAtMs) ?? 0,
            look: look && {
              cells: Buffer.from(toText(look.cells) ?? '', 'base64'),
              luma: toNumber(look.luma) ?? 0,
            },
          },
  }
}

/** Whole or not at all, but not forced onto the disk: a card wears out, and this may be lost. */
export function saveState(place: StateLocation, memory: SavedState): void {
  const path = toPath(place)
  if (path === null) return
  const { lastPicture } = memory
  const look = lastPicture?.look
  const picture = lastPicture && {
    ...lastPicture,
    look: look && { cells: look.cells.toString('base64'), luma: look.luma },
  }
  try {
    const text = JSON.stringify({ version: 2, ...memory, lastPicture: picture })
    writeFileSync(`${path}.new`, text, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch {
    // The outbox has already said that this folder can't be written.
  }
}

function toPath({ folder, owner }: StateLocation): string | null {
  return folder === null ? null : join(folder, `memory-${owner}.json`)
}

function read(path: string) {
  try {
    return parseJsonObject(readFileSync(path))
  } catch {
    return null
  }
}
