import { expect, test } from 'vitest'
import { thinFrames } from './replay-frames.ts'

const count = (length: number) => Array.from({ length }, (_, index) => index)

test('a short list stays as it is', () => {
  expect(thinFrames([], 120)).toEqual([])
  expect(thinFrames(count(120), 120)).toEqual(count(120))
})

test.each([121, 240, 1000])(
  '%d frames become 120, evenly spaced, with the first and the last',
  (all) => {
    const kept = thinFrames(count(all), 120)
    expect(kept).toHaveLength(120)
    expect([kept[0], kept.at(-1)]).toEqual([0, all - 1])
    const steps = kept.slice(1).map((frame, index) => frame - (kept[index] ?? 0))
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1)
  },
)
