import { toNumber, toObject, toText } from '../json.ts'
import type { JobEnd, PrinterAddress } from './backend.ts'
import { fetchApi } from './fetch-api.ts'
import { toName, toSeconds } from './values.ts'

const ends: Record<string, JobEnd['state']> = { completed: 'finished', cancelled: 'cancelled' }

/** The last job that ended, by Moonraker's history: the one before, where the next is on the machine already. */
export async function findLastEnd(
  address: PrinterAddress,
  signal: AbortSignal,
): Promise<JobEnd | null> {
  const answer = await fetchApi(address, 'server/history/list?limit=2&order=desc', signal)
  const jobs = answer.kind === 'object' ? toObject(answer.body.result)?.jobs : null
  const job = (Array.isArray(jobs) ? jobs : [])
    .map(toObject)
    .find((entry) => entry !== null && toNumber(entry.end_time) !== null)
  const endedAt = toNumber(job?.end_time)
  if (!job || endedAt === null) return null
  return {
    // Whatever else it says (error, klippy_shutdown, interrupted) is a job that nobody wanted to end so.
    state: ends[toText(job.status) ?? ''] ?? 'error',
    endedAt: new Date(endedAt * 1000),
    jobName: toName(toText(job.filename)?.split('/').at(-1) ?? null),
    elapsedSeconds: toSeconds(job.print_duration),
  }
}
