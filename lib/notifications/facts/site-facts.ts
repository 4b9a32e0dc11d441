import { createHash } from 'node:crypto'
import { defaultIntervalSeconds } from '#lib/api/freshness.ts'
import type { Current, Printer } from '#lib/printers/types.ts'
import type { Fact } from './fact-kinds.ts'

/** The same limits as the alert `PaparazzaDiskAlmostFull` has, then two lower ones. */
const freeLevels = [
  { name: 'almost none', ratio: 0.01, bytes: 50e6 },
  { name: '5', ratio: 0.05, bytes: 100e6 },
  { name: '10', ratio: 0.1, bytes: 200e6 },
] as const

/** @param disk bytes of the disk of DATA_DIR. Each level is a fact once a month. */
export function findStorageFact(disk: { free: number; size: number }, now: Date): Fact | null {
  const level = freeLevels.find(
    ({ ratio, bytes }) => disk.free < ratio * disk.size || disk.free < bytes,
  )
  if (level === undefined) return null
  const month = now.toISOString().slice(0, 7)
  return {
    kind: 'storage',
    subject: `site/storage/${level.name}/${month}`,
    printerId: null,
    print: null,
    happenedAt: now,
    detail: String(disk.free),
  }
}

const maxListedFaults = 3

/** @param faults as they are logged; the same ones are one fact, in every replica */
export function findContentFact(faults: readonly string[], now: Date): Fact | null {
  if (faults.length === 0) return null
  const hash = createHash('sha256').update(faults.toSorted().join('\n')).digest('hex')
  const more = faults.length - maxListedFaults
  const listed = [...faults.slice(0, maxListedFaults), ...(more > 0 ? [`${more} more`] : [])]
  return {
    kind: 'content',
    subject: `site/content/${hash.slice(0, 16)}`,
    printerId: null,
    print: null,
    happenedAt: now,
    detail: listed.join('\n'),
  }
}

/**
 * A printer's reports are refused instead of accepted. Anybody can send reports that are refused: while the printer's own arrive, that
 * is no news.
 * @param refusals newest first
 */
export function findRefusalFact(
  printer: Printer,
  current: Current,
  refusals: readonly { at: Date; code: string; reason: string; count: number }[],
  now: Date,
): Fact | null {
  const { lastReceivedAt } = current
  const everyMs = (current.intervalSeconds ?? defaultIntervalSeconds) * 1000
  const acceptedMs = lastReceivedAt?.getTime() ?? 0
  if (now.getTime() - acceptedMs <= 1.5 * everyMs) return null
  const since = refusals.filter(({ at, count }) => at.getTime() > acceptedMs && count > 1)
  const [newest] = since
  if (newest === undefined || now.getTime() - newest.at.getTime() > 3 * everyMs) return null
  return {
    kind: 'refused',
    subject: `printer-${printer.id}/refused/${acceptedMs}`,
    printerId: printer.id,
    print: null,
    happenedAt: newest.at,
    detail: newest.reason,
  }
}
