import { isCameraPublishing } from '#lib/api/cameras.ts'
import { defaultIntervalSeconds, getFreshness, isOutdated } from '#lib/api/freshness.ts'
import type { Current, Printer } from '#lib/printers/types.ts'
import type { Fact } from './fact-kinds.ts'

/** Of a printer that reports more often than once in three minutes, a short break of the network is no news. */
const leastLateMs = 10 * 60_000

/** Pictures are left out on purpose. */
const intended: ReadonlySet<string | null> = new Set(['dark', 'privacy'])

/**
 * What is missing of a printer, as of now.
 * @param upSince since when this process could have received something: what it has missed itself says nothing about the printer
 */
export function findAbsenceFacts(
  printer: Printer,
  current: Current,
  { upSince, now }: { upSince: Date; now: Date },
): Fact[] {
  const { lastReceivedAt, snapshot, observation } = current
  if (lastReceivedAt === null) return []
  const intervalSeconds = current.intervalSeconds ?? defaultIntervalSeconds
  const age = (at: Date) => now.getTime() - Math.max(at.getTime(), upSince.getTime())
  const about = (kind: 'late' | 'silent', at: Date): Fact => ({
    kind,
    subject: `printer-${printer.id}/${kind}/${at.getTime()}`,
    printerId: printer.id,
    print: null,
    happenedAt: now,
    detail: at.toISOString(),
  })
  const facts: Fact[] = []
  const reportAgeMs = age(lastReceivedAt)
  if (getFreshness(reportAgeMs, intervalSeconds) === 'silent')
    facts.push(about('silent', lastReceivedAt))
  const isReporting = !isOutdated(reportAgeMs, intervalSeconds)
  const isIntended = isReporting && intended.has(observation?.reading.reason ?? null)
  if (snapshot === null || !isCameraPublishing(printer, 1) || isIntended) return facts
  const capturedAt = new Date(
    Math.max(snapshot.capturedAt.getTime(), current.withdrawnCapturedAt?.getTime() ?? 0),
  )
  const pictureAgeMs = age(capturedAt)
  if (pictureAgeMs >= leastLateMs && isOutdated(pictureAgeMs, intervalSeconds))
    facts.push(about('late', capturedAt))
  return facts
}

/** The last fact of this sort that a channel has of a printer. */
export interface LastAbsence {
  id: number
  kind: 'late' | 'silent' | 'back'
}

/** That a report ends an absence; nothing is said about one that wasn't announced. `isPicture`: it has a current picture. */
export function findReturn(
  printerId: number,
  last: LastAbsence | undefined,
  { isPicture, at }: { isPicture: boolean; at: Date },
): Fact | null {
  if (last === undefined || last.kind === 'back') return null
  if (last.kind === 'late' && !isPicture) return null
  const subject = `printer-${printerId}/back/${last.id}`
  return { kind: 'back', subject, printerId, print: null, happenedAt: at, detail: null }
}
