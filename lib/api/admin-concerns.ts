import { type ApiChannelTrouble, deliveriesPath } from './admin-notifications.ts'
import type { ApiOverview } from './admin-overview.ts'
import type { ApiManagedPrinter } from './admin-printers.ts'
import { formatCount } from './format-count.ts'
import { isOutdated } from './freshness.ts'
import { formatDuration, formatInterval } from './times.ts'

/** What the owner should do something about. */
export interface Concern {
  text: string
  /** Where. */
  href: string
}

const dayMs = 24 * 60 * 60 * 1000
/** Then a backup is old. */
const oldBackupMs = 8 * dayMs
const expiresSoonMs = 7 * dayMs
/** Two more tries have failed by then: no moment's trouble. */
const failsMs = 5 * 60 * 1000
const fullSoonMs = 14 * dayMs

/** All that needs the owner, the most urgent first. */
export function listConcerns(overview: ApiOverview, nowMs: number): Concern[] {
  const { printers, content } = overview
  const faults = content?.length ?? 0
  return [
    ...(printers.length === 0
      ? [{ text: 'There is no printer yet.', href: '/admin/start' }]
      : printers.flatMap((printer) => listPrinterConcerns(printer, nowMs))),
    ...(faults === 0
      ? []
      : [{ text: `The content has ${formatCount(faults, 'fault')}.`, href: '#content-faults' }]),
    ...overview.channels.flatMap((channel) => listChannelConcerns(channel, nowMs)),
    ...listMentionConcerns(overview),
    ...listStorageConcerns(overview, nowMs),
    ...listBackupConcerns(overview, nowMs),
  ]
}

function listPrinterConcerns(printer: ApiManagedPrinter, nowMs: number): Concern[] {
  const { id, label: name, last_received_at: receivedAt, promised_seconds: promised } = printer
  const href = `#printer-${id}`
  if (receivedAt === null && printer.source_fault === null)
    return [{ text: `“${name}” has not reported yet.`, href: '/admin/start' }]
  const ageMs = nowMs - Date.parse(receivedAt ?? '')
  const [refusal] = printer.refusals
  const isRefused =
    refusal !== undefined &&
    (receivedAt === null || Date.parse(refusal.at) > Date.parse(receivedAt)) &&
    nowMs - Date.parse(refusal.at) < dayMs
  const texts = [
    isOutdated(ageMs, promised) &&
      `“${name}” is silent: nothing for ${formatDuration(ageMs / 1000)}, promised every ${formatInterval(promised)}.`,
    printer.source_fault !== null && `The site that “${name}” reports to can’t be read.`,
    isRefused && `A report of “${name}” was refused: ${refusal.reason}`,
    ...printer.tokens
      .filter((token) => token.scope === 'report' && !token.is_replaced)
      .map((token) => describeEnd(token, name, nowMs)),
  ]
  return texts.filter((text) => text !== false).map((text) => ({ text, href }))
}

function describeEnd(
  { name, expires_at: at }: ApiManagedPrinter['tokens'][number],
  printer: string,
  nowMs: number,
): string | false {
  const leftMs = at === null ? Number.POSITIVE_INFINITY : Date.parse(at) - nowMs
  if (leftMs > expiresSoonMs) return false
  return leftMs <= 0
    ? `The token “${name}” of “${printer}” has expired.`
    : `The token “${name}” of “${printer}” expires in ${formatDuration(leftMs / 1000)}.`
}

function listChannelConcerns(channel: ApiChannelTrouble, nowMs: number): Concern[] {
  const { id, name, failing_since: since, off_reason: reason, given_up: givenUp } = channel
  const ageMs = since === null ? 0 : nowMs - Date.parse(since)
  const texts = [
    reason !== null && `Notifications to “${name}” are off: ${reason}`,
    ageMs > failsMs &&
      `Notifications to “${name}” have failed for ${formatDuration(ageMs / 1000)}.`,
    givenUp > 0 && `“${name}” didn’t get ${formatCount(givenUp, 'message')}: given up.`,
  ]
  const href = deliveriesPath({ channel: id, state: givenUp > 0 ? 'given-up' : null })
  return texts.filter((text) => text !== false).map((text) => ({ text, href }))
}

function listMentionConcerns({ waiting_mentions: waiting }: ApiOverview): Concern[] {
  if (waiting === 0) return []
  const verb = waiting === 1 ? 'waits' : 'wait'
  return [{ text: `${formatCount(waiting, 'mention')} ${verb} for you.`, href: '/admin/mentions' }]
}

function listStorageConcerns({ storage }: ApiOverview, nowMs: number): Concern[] {
  const leftMs = storage.full_at === null ? null : Date.parse(storage.full_at) - nowMs
  if (leftMs === null || leftMs > fullSoonMs) return []
  const when = leftMs <= 0 ? 'now' : `in about ${formatDuration(leftMs / 1000)}`
  return [{ text: `The storage is full ${when}.`, href: '#storage' }]
}

function listBackupConcerns({ backup }: ApiOverview, nowMs: number): Concern[] {
  const href = '#backup'
  if (backup === null) return [{ text: 'No backup is known.', href }]
  const ageMs = nowMs - Date.parse(backup.at)
  const old = `The last backup is ${formatDuration(ageMs / 1000)} old.`
  const incomplete = `The last backup lacks ${formatCount(backup.lost, 'picture')}. Run: npm run fsck`
  return [
    ...(ageMs > oldBackupMs ? [{ text: old, href }] : []),
    ...(backup.lost > 0 ? [{ text: incomplete, href }] : []),
  ]
}
