import { toNumber, toObject, toText } from '../json.ts'
import type { JobEnd } from './backend.ts'
import type { ApiResponse } from './fetch-api.ts'
import { toName, toSeconds } from './values.ts'

/*
 * OctoPrint keeps a history per file: how often it was printed, and how its last print ended.
 */

interface LastPrint {
  isSuccess: boolean
  endedAt: Date
  seconds: number | null
}

/** The path to the selected file's history; `null` if no file is selected or it isn't in OctoPrint's own storage. */
export function getFileAddress(job: ApiResponse): string | null {
  if (job.kind !== 'object') return null
  const file = toObject(toObject(job.body.job)?.file)
  const path = toText(file?.path)
  if (path === null || file?.origin !== 'local') return null
  return `api/files/local/${path.split('/').map(encodeURIComponent).join('/')}`
}

function readLastPrint(file: ApiResponse | null): LastPrint | null {
  if (file?.kind !== 'object') return null
  const last = toObject(toObject(file.body.prints)?.last)
  const endedAt = toNumber(last?.date)
  if (endedAt === null || typeof last?.success !== 'boolean') return null
  return {
    isSuccess: last.success,
    endedAt: new Date(endedAt * 1000),
    seconds: toSeconds(last.printTime),
  }
}

/**
 * Whether the file's last print ended badly within a day; later the file merely counts as selected. OctoPrint counts a cancelled
 * print as failed.
 */
export function hasFailedLately(file: ApiResponse | null): boolean {
  const last = readLastPrint(file)
  if (file?.kind !== 'object' || last === null || last.isSuccess) return false
  const uploadedAtMs = (toNumber(file.body.date) ?? 0) * 1000
  const endedAtMs = last.endedAt.getTime()
  return endedAtMs > uploadedAtMs && Date.now() - endedAtMs < 86_400_000
}

/** @param hasError whether the printer reports an error now: the history doesn't distinguish an error from a cancelled print */
export function readEnd(file: ApiResponse, hasError: boolean): JobEnd | null {
  const last = readLastPrint(file)
  if (file.kind !== 'object' || last === null) return null
  const badEnd = hasError ? 'error' : 'cancelled'
  return {
    state: last.isSuccess ? 'finished' : badEnd,
    endedAt: last.endedAt,
    jobName: toName(toText(file.body.display) ?? toText(file.body.name)),
    elapsedSeconds: last.seconds,
  }
}
