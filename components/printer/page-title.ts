import type { PollErrorKind } from '#lib/api/notices.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { describeState, formatJob, formatLastHeard, formatProgress } from '#lib/api/sentences.ts'
import { isUnderWay } from '#lib/api/states.ts'
import { getPageSettings } from '#lib/site/page-settings.ts'

/** "42 % benchy · Maker Select · A site": the percentage comes first, since a tab shows little more. */
export function formatPageTitle(
  printer: ApiPrinter,
  nowMs: number,
  pollError: PollErrorKind | null = null,
): string {
  const { progress, state, name, job } = printer
  const settings = getPageSettings()
  if (pollError !== null) return `No connection · ${name} · ${settings.title}`
  const lastHeard = formatLastHeard(printer, nowMs, settings)
  if (lastHeard !== null) return `${lastHeard} · ${name} · ${settings.title}`
  const isActive = progress !== null && isUnderWay(state)
  const activity = isActive
    ? [formatProgress(progress), formatJob(job) ?? ''].join(' ').trim()
    : describeState(printer)
  return `${activity} · ${name} · ${settings.title}`
}
