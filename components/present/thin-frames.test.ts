import { expect, test } from 'vitest'
import { thinFrames } from './thin-frames.ts'

const count = (length: number) => Array.from({ length }, (_, index) => index)

test('few stay as they are', () => {
  expect(thinFrames([], 120)).toEqual([])
  expect(thinFrames(count(120), 120)).toEqual(count(120))
})

test.each([121, 240, 1000])(
  'of %d there are 120 left, evenly, with the first and the last',
  (all) => {
    const few = thinFrames(count(all), 120)
    expect(few).toHaveLength(120)
    expect([few[0], few.at(-1)]).toEqual([0, all - 1])
    const steps = few.slice(1).map((frame, index) => frame - (few[index] ?? 0))
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1)
  },
)
