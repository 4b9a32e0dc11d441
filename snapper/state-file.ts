import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseJsonObject, toNumber, toObject, toText } from './json.ts'
import type { LastPicture } from './picture/prepare.ts'
import type { PreviousState } from './printers/backend.ts'
import type { TokenBucketState } from './token-bucket.ts'

/** What a report depends on from earlier reports. */
export interface SavedState {
  previous: PreviousState | null
  lastPicture: LastPicture | null
  /** Of the cameras after the first, by number. */
  otherPictures: Record<string, LastPicture | null>
  bucket: TokenBucketState | null
}

export const emptyState: SavedState = {
  previous: null,
  lastPicture: null,
  otherPictures: {},
  bucket: null,
}

/** Where the state of one printer is stored; `folder` null: nowhere. */
export interface StateLocation {
  folder: string | null
  owner: string
}

/*
 * The file's name and its field names (`before`, `ledger`, `look`) are a format: snappers that are already installed wrote them.
 */

/** A missing or damaged file yields the empty state: it costs some bytes or a less precise status, never a report. */
export function loadState(location: StateLocation): SavedState {
  const path = getPath(location)
  const saved = path === null ? null : read(path)
  if (saved?.version !== 2) return { ...emptyState, otherPictures: {} }
  return {
    // We wrote these ourselves; the version guarantees their shape.
    previous: toObject(saved.before) as SavedState['previous'],
    bucket: toObject(saved.ledger) as SavedState['bucket'],
    lastPicture: parseLastPicture(toObject(saved.lastPicture)),
    otherPictures: parseOthers(toObject(saved.others) ?? {}),
  }
}

function parseOthers(others: Record<string, unknown>): SavedState['otherPictures'] {
  return Object.fromEntries(
    Object.entries(others).map(([number, each]) => [number, parseLastPicture(toObject(each))]),
  )
}

function parseLastPicture(picture: Record<string, unknown> | null): LastPicture | null {
  const sha256 = toText(picture?.sha256)
  const thumbnail = toObject(picture?.look)
  if (sha256 === null) return null
  return {
    sha256,
    sentAtMs: toNumber(picture?.sentAtMs) ?? 0,
    thumbnail: thumbnail && {
      cells: Buffer.from(toText(thumbnail.cells) ?? '', 'base64'),
      luma: toNumber(thumbnail.luma) ?? 0,
    },
  }
}

/** Atomic, but without fsync: that would wear out an SD card, and this state may be lost. */
export function saveState(location: StateLocation, state: SavedState): void {
  const path = getPath(location)
  if (path === null) return
  const { previous, bucket, lastPicture, otherPictures } = state
  const others = Object.entries(otherPictures).map(([number, each]) => [
    number,
    each && toSaved(each),
  ])
  try {
    const text = JSON.stringify({
      version: 2,
      before: previous,
      lastPicture: lastPicture && toSaved(lastPicture),
      others: others.length > 0 ? Object.fromEntries(others) : undefined,
      ledger: bucket,
    })
    writeFileSync(`${path}.new`, text, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch {
    // The outbox has already logged that this folder isn't writable.
  }
}

function toSaved({ thumbnail, ...picture }: LastPicture) {
  const look = thumbnail && { cells: thumbnail.cells.toString('base64'), luma: thumbnail.luma }
  return { ...picture, look }
}

function getPath({ folder, owner }: StateLocation): string | null {
  return folder === null ? null : join(folder, `memory-${owner}.json`)
}

function read(path: string) {
  try {
    return parseJsonObject(readFileSync(path))
  } catch {
    return null
  }
}
