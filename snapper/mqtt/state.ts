import { getJobProgress, isUnderWay } from '#lib/api/states.ts'
import type { Reading } from '../report.ts'

/** Home Assistant refuses a longer state. */
const maxLength = 255

/** The readings as JSON, of which each sensor picks one. `null` is "unknown" there. */
export function formatState(reading: Reading | null, pictureAt: Date | null): string {
  const picture_at = pictureAt?.toISOString() ?? null
  if (reading === null) return JSON.stringify({ picture_at })
  const { state, jobName, remainingSeconds, temperatures } = reading
  const hasJob = isUnderWay(state)
  return JSON.stringify({
    state,
    progress: getJobProgress(reading),
    nozzle: temperatures?.tool0?.actual ?? null,
    bed: temperatures?.bed?.actual ?? null,
    job: jobName === null ? null : [...jobName].slice(0, maxLength).join(''),
    remaining: hasJob && remainingSeconds !== null ? Math.round(remainingSeconds / 60) : null,
    picture_at,
  })
}
