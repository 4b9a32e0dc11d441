import { toNumber, toObject, toText } from '../json.ts'
import type { JobEnd } from './backend.ts'
import type { ApiResponse } from './fetch-api.ts'
import { toName, toSeconds } from './values.ts'

/*
 * OctoPrint keeps a history with each file: how often it was printed, and how the last print of it ended.
 */

interface LastPrint {
  isSuccess: boolean
  endedAt: Date
  seconds: number | null
}

/** Where OctoPrint tells the history of the selected file; `null` where none is, or where it isn't on its own disk. */
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
 * Did the file's last print end badly, whether anybody was looking or not? OctoPrint counts a cancelled print as failed. After a
 * day it is the past, and the file is only selected.
 */
export function hasFailedLately(file: ApiResponse | null): boolean {
  const last = readLastPrint(file)
  if (file?.kind !== 'object' || last === null || last.isSuccess) return false
  const uploadedAtMs = (toNumber(file.body.date) ?? 0) * 1000
  const endedAtMs = last.endedAt.getTime()
  return endedAtMs > uploadedAtMs && Date.now() - endedAtMs < 86_400_000
}

/** @param hasError whether the printer reports an error now, which the history doesn't tell from a print that was cancelled */
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
