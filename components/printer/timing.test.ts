import { expect, test } from 'vitest'
import { fixtureNow, type StateName, states } from './states.fixture.ts'
import { describeTiming } from './timing.ts'

const now = Date.parse(fixtureNow)
const tell = (state: StateName, atMs = now) => {
  const { past, future, doneAt } = describeTiming(states[state], atMs)
  return [past, future].map((text) => text?.replaceAll('\u00a0', ' ')).concat(doneAt?.toISOString())
}

test('while it prints, the minutes since the readings count', () => {
  expect(tell('printing')).toEqual(['23 min so far', '23 min to go', '2026-11-22T14:56:42.000Z'])
})

test('the forecast does not move while nothing new is heard', () => {
  expect(tell('printing', now + 60_000)[2]).toBe(tell('printing')[2])
})

test('a forecast that has run out is not told as time to come', () => {
  expect(tell('printing', now + 1_500_000).slice(1)).toEqual(['should be done by now', undefined])
})

test('a paused print stands still', () => {
  expect(tell('paused')).toEqual(['20 min so far', '26 min to go', undefined])
})

test('a finished print is told as a whole', () => {
  expect(tell('finished')).toEqual(['46 min in all', undefined, undefined])
})

test('nothing is foretold of a print that nobody has heard of for long', () => {
  expect(tell('stale')).toEqual(['20 min until then', undefined, undefined])
})
