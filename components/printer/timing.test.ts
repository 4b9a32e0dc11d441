import { expect, test } from 'vitest'
import { fixtureNow, type StateName, states } from './states.fixture.ts'
import { describeTiming } from './timing.ts'

const now = Date.parse(fixtureNow)
const timing = (state: StateName, atMs = now) => {
  const { past, future, doneAt } = describeTiming(states[state], atMs)
  return [past, future].map((text) => text?.replaceAll('\u00a0', ' ')).concat(doneAt?.toISOString())
}

test('while it prints, the time since the readings counts', () => {
  expect(timing('printing')).toEqual(['23 min so far', '23 min to go', '2026-11-22T14:56:42.000Z'])
})

test('the estimated end does not move without new readings', () => {
  expect(timing('printing', now + 60_000)[2]).toBe(timing('printing')[2])
})

test('an estimate that has passed is not shown as time to go', () => {
  expect(timing('printing', now + 1_500_000).slice(1)).toEqual(['should be done by now', undefined])
})

test('a paused print does not count on', () => {
  expect(timing('paused')).toEqual(['20 min so far', '26 min to go', undefined])
})

test('a finished print shows its whole duration', () => {
  expect(timing('finished')).toEqual(['46 min in total', undefined, undefined])
})

test('a stale print has no estimated end', () => {
  expect(timing('stale')).toEqual(['20 min so far at the last report', undefined, undefined])
})
