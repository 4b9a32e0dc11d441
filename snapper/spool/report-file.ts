import { createHash } from 'node:crypto'
import { parseJsonObject, toNumber, toObject } from '../json.ts'
import { makeQueuedReport, type QueuedReport } from '../queued-report.ts'

/*
 * A parcel in one file: a line of JSON, then the picture's bytes. The name tells the order, the time and, so that a file
 * that has gone bad is noticed, the first 128 bits of the content's SHA-256.
 */

export interface ReportFileName {
  /** Grows with each parcel: an order that no clock can change. */
  sequence: number
  takenAtMs: number
  /** Whose it is: a folder may serve several printers. */
  owner: string
  contentHash: string
}

const pattern = /^(\d{10})-(\d{1,15})-([0-9a-f]{8})-([0-9a-f]{32})\.parcel$/

export function parseReportFileName(name: string): ReportFileName | null {
  const match = pattern.exec(name)
  if (match === null) return null
  const [, sequence, takenAtMs, owner = '', contentHash = ''] = match
  return { sequence: Number(sequence), takenAtMs: Number(takenAtMs), owner, contentHash }
}

export function renderReportFile(
  parcel: QueuedReport,
  { sequence, owner }: { sequence: number; owner: string },
): { name: string; pieces: Buffer[] } {
  const { fields, jpeg } = parcel
  const takenAtMs = Math.round(parcel.takenAtMs)
  const head = JSON.stringify({
    version: 1,
    takenAtMs,
    hasPicture: jpeg !== null,
    fields: Object.fromEntries(fields),
  })
  const pieces = [Buffer.from(`${head}\n`), ...(jpeg === null ? [] : [jpeg])]
  const order = String(sequence).padStart(10, '0')
  return { name: `${order}-${takenAtMs}-${owner}-${hash(pieces)}.parcel`, pieces }
}

/** @returns `null` where the bytes aren't what was written under that name */
export function parseReportFile(name: ReportFileName, bytes: Buffer): QueuedReport | null {
  if (hash([bytes]) !== name.contentHash) return null
  const end = bytes.indexOf('\n')
  const head = end < 0 ? null : parseJsonObject(bytes.subarray(0, end))
  const fields = toObject(head?.fields)
  const takenAtMs = toNumber(head?.takenAtMs)
  if (head?.version !== 1 || fields === null || takenAtMs === null) return null
  const texts = Object.entries(fields).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return makeQueuedReport(
    new Map(texts),
    head.hasPicture === true ? bytes.subarray(end + 1) : null,
    takenAtMs,
  )
}

/** A printer by its address at the site: it stays the same where the site moves to another name. */
export function toOwner(endpoint: URL): string {
  return createHash('sha256').update(endpoint.pathname.replace(/\/$/, '')).digest('hex').slice(0, 8)
}

function hash(pieces: readonly Buffer[]): string {
  const sum = createHash('sha256')
  for (const piece of pieces) sum.update(piece)
  return sum.digest('hex').slice(0, 32)
}
