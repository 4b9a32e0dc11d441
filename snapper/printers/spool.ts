import type { Reading } from '../report.ts'
import type { ApiResponse } from './fetch-api.ts'

export type Spool = Pick<
  Reading,
  'filamentType' | 'filamentColor' | 'filamentName' | 'filamentRemainingG'
>

const keptMs = 5 * 60_000

/**
 * Reads the spool at most every five minutes, and only once where the server manages none.
 * @param find its response, or `null` if no spool is in use
 */
export function watchSpool(
  find: (signal: AbortSignal) => Promise<ApiResponse | null>,
  toSpool: (response: ApiResponse) => Spool,
): (signal: AbortSignal) => Promise<Spool> {
  let known: Spool = {}
  let nextAtMs = 0
  return async (signal) => {
    if (Date.now() < nextAtMs) return known
    const response = await find(signal)
    known = response === null ? {} : toSpool(response)
    const isAbsent = response?.kind === 'status' && response.status < 500
    nextAtMs = isAbsent ? Number.POSITIVE_INFINITY : Date.now() + keptMs
    return known
  }
}
