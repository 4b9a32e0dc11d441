import { printerStates } from '#lib/api/states.ts'
import { derivePrints } from './derive-prints.ts'
import type { OwnerFact } from './owner-facts.ts'
import type { StateObservation } from './types.ts'

const start = Date.parse('2026-11-22T12:00:00Z')
export const at = (minutes: number) => new Date(start + minutes * 60_000)

/**
 * "10 printing a 40% 9m 2m-left": at minute 10 the printer reported job a, 40 % done, 9 minutes elapsed by its own clock, 2 minutes
 * remaining. "every-2880m" is the promised interval, "50mm of-900mm" used and planned filament, "silent" a reading without a state.
 */
export function parseStory(story: string): StateObservation[] {
  return story
    .split(', ')
    .filter(Boolean)
    .map((text) => {
      const [minute, reported, ...facts] = text.split(' ')
      const find = (form: RegExp) => facts.map((fact) => form.exec(fact)?.[1]).find(Boolean) ?? null
      const minutes = (form: RegExp) => {
        const found = find(form)
        return found === null ? null : Number(found) * 60
      }
      const progress = find(/^([\d.]+)%$/)
      return {
        observedAt: at(Number(minute)),
        state: printerStates.find((state) => state === reported) ?? null,
        progress: progress === null ? null : Number(progress),
        jobName: find(/^([ab])$/),
        elapsedSeconds: minutes(/^(\d+)m$/),
        remainingSeconds: minutes(/^(\d+)m-left$/),
        temperatures: null,
        filamentUsedMm: toNumber(find(/^(\d+)mm$/)),
        filamentTotalMm: toNumber(find(/^of-(\d+)mm$/)),
        intervalSeconds: minutes(/^every-(\d+)m$/),
      }
    })
}

const toNumber = (text: string | null | undefined) => (text ? Number(text) : null)
export const derive = (story: string, facts: readonly OwnerFact[] = []) =>
  derivePrints(parseStory(story), 600, undefined, facts).prints
export const minute = (time: Date | null) =>
  time === null ? '' : (time.getTime() - start) / 60_000
/** "a finished 0..10 20..30": began between minutes 0 and 10, ended between 20 and 30. */
export const brief = (story: string, facts: readonly OwnerFact[] = []) =>
  derive(story, facts).map(({ jobName, outcome, started, ended }) =>
    [jobName, outcome, started, ended]
      .filter((part) => part !== null)
      .map((part) =>
        typeof part === 'string' ? part : `${minute(part.notBefore)}..${minute(part.notAfter)}`,
      )
      .join(' '),
  )
