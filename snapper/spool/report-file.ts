import { createHash } from 'node:crypto'
import { parseJsonObject, toNumber, toObject } from '../json.ts'
import { makeQueuedReport, type QueuedReport } from '../queued-report.ts'

/*
 * One report per file: a line of JSON, then the picture's bytes. The name contains the order, the time and, to detect
 * corruption, the first 128 bits of the content's SHA-256. The format must stay readable: an upgrade must not lose queued reports.
 */

export interface ReportFileName {
  /** Increases with each report, so that the order doesn't depend on the clock. */
  sequence: number
  takenAtMs: number
  /** The printer: a folder may serve several. */
  owner: string
  contentHash: string
}

const pattern = /^(\d{10,15})-(\d{1,15})-([0-9a-f]{8})-([0-9a-f]{32})\.parcel$/

export function parseReportFileName(name: string): ReportFileName | null {
  const match = pattern.exec(name)
  if (match === null) return null
  const [, sequence, takenAtMs, owner = '', contentHash = ''] = match
  return { sequence: Number(sequence), takenAtMs: Number(takenAtMs), owner, contentHash }
}

export function renderReportFile(
  report: QueuedReport,
  { sequence, owner }: { sequence: number; owner: string },
): { name: string; pieces: Buffer[] } {
  const { fields, jpeg } = report
  const takenAtMs = Math.round(report.takenAtMs)
  const head = JSON.stringify({
    version: 1,
    takenAtMs,
    hasPicture: jpeg !== null,
    fields: Object.fromEntries(fields),
  })
  const pieces = [Buffer.from(`${head}\n`), ...(jpeg === null ? [] : [jpeg])]
  return {
    name: renderReportFileName({ sequence, takenAtMs, owner, contentHash: hash(pieces) }),
    pieces,
  }
}

export function renderReportFileName(parts: ReportFileName): string {
  const { sequence, takenAtMs, owner, contentHash } = parts
  return `${String(sequence).padStart(10, '0')}-${takenAtMs}-${owner}-${contentHash}.parcel`
}

/** @returns `null` if the content doesn't match the name's hash */
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

/** Identifies a printer by the path of its URL, which stays the same if the site moves to another domain. */
export function toOwner(endpoint: URL): string {
  return createHash('sha256').update(endpoint.pathname.replace(/\/$/, '')).digest('hex').slice(0, 8)
}

function hash(pieces: readonly Buffer[]): string {
  const sum = createHash('sha256')
  for (const piece of pieces) sum.update(piece)
  return sum.digest('hex').slice(0, 32)
}
