import { formatInterval } from '#lib/api/times.ts'
import type { PrinterChanges } from '../types.ts'

type Texts = { [Name in keyof PrinterChanges]-?: (value: PrinterChanges[Name]) => string }

const publicity = (value: boolean | undefined) => (value ? 'public' : 'private')

/** The changed settings as words, by the names that the log shows. */
const texts = {
  name: (value) => `name “${value}”`,
  publishesTemperatures: (value) => `temperatures ${publicity(value)}`,
  publishesJobName: (value) => `job’s name ${publicity(value)}`,
  publishesMaterial: (value) => `filament, nozzle and layers ${publicity(value)}`,
  publishesSpool: (value) => `spool ${publicity(value)}`,
  jobAlias: (value) => (value == null ? 'no alias' : `alias “${value}”`),
  publishesPrintsSince: (value) => `prints ${value == null ? 'drafts' : 'published automatically'}`,
  intervalSeconds: (value) => (value == null ? 'no interval' : `interval ${formatInterval(value)}`),
  source: (value) => (value == null ? 'reports to this site' : `reports to ${value}`),
  isPublishing: (value) => (value ? 'camera resumed' : 'camera paused'),
  pausedUntil: (value) => (value == null ? '' : `until ${value.toISOString().slice(0, 16)}Z`),
} satisfies Texts

/** The log's entry for a change of a printer. */
export function describeChanges(changes: PrinterChanges): {
  action: string
  details: Record<string, string>
} {
  if (changes.isPublishing === true) return { action: 'camera-resumed', details: {} }
  if (changes.isPublishing === false) {
    const until = changes.pausedUntil?.toISOString()
    return { action: 'camera-paused', details: until === undefined ? {} : { until } }
  }
  const changed = (Object.keys(changes) as (keyof PrinterChanges)[]) // the keys of its type
    .map((key) => (texts[key] as (value: unknown) => string)(changes[key])) // each text takes its own field
    .filter(Boolean)
  return { action: 'printer-changed', details: { changes: changed.join(', ') } }
}
