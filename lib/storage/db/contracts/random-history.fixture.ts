import type { DerivedPrint, Print } from '#lib/printers/prints/types.ts'
import type { Reading } from '#lib/printers/types.ts'

/** A reading that says only what a test adds. */
export const quiet = {
  progress: null,
  elapsedSeconds: null,
  remainingSeconds: null,
  temperatures: null,
}

/** What was derived of a print, without what is the owner's. */
export function toDerived(print: Print): DerivedPrint {
  const {
    printerId: _,
    number: __,
    publishedAt: ___,
    name: ____,
    note: _____,
    coverId: ______,
    isHidden: _______,
    describedAt: ________,
    ...derived
  } = print
  return derived
}

/** Random observations, the same for the same seed: the second of each, and its reading. */
export function makeRandomHistory(length: number, seed: number): [number, Partial<Reading>][] {
  let last = seed
  const draw = (count: number) => {
    last = (last * 48_271) % 2_147_483_647
    return last % count
  }
  const states = [
    'printing',
    'printing',
    'printing',
    'paused',
    'idle',
    'finished',
    'error',
  ] as const
  let minute = 0
  return Array.from({ length }, () => {
    minute += draw(12) === 0 ? 2000 : 1 + draw(40)
    const state = draw(9) === 0 ? 'unreachable' : (states[draw(states.length)] ?? 'idle')
    const jobName = [null, 'a', 'a', 'b'][draw(4)] ?? null
    const elapsedSeconds = draw(2) === 0 ? null : draw(9000)
    return [minute * 60, { ...quiet, state, jobName, elapsedSeconds, progress: draw(100) }]
  })
}
