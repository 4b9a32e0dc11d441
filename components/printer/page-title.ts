import type { PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import {
  describeState,
  formatJobName,
  formatLastHeard,
  formatProgress,
} from '#lib/api/sentences.ts'
import { activeStates } from '#lib/api/states.ts'
import { siteTimeZone, siteTitle } from '#lib/core/site.ts'

/** "42 % benchy · Maker Select · Robin Okafor": the percentage comes first, since a tab shows little more. */
export function formatPageTitle(
  printer: ApiPrinter,
  nowMs: number,
  pollError: PollErrorKind | null = null,
): string {
  const { progress, state, name, job } = printer
  if (pollError !== null) return `No connection · ${name} · ${siteTitle}`
  const lastHeard = formatLastHeard(printer, nowMs, siteTimeZone)
  if (lastHeard !== null) return `${lastHeard} · ${name} · ${siteTitle}`
  const isActive = progress !== null && activeStates.has(state)
  const activity = isActive
    ? [formatProgress(progress), job?.name ? formatJobName(job.name) : ''].join(' ').trim()
    : describeState(printer)
  return `${activity} · ${name} · ${siteTitle}`
}
