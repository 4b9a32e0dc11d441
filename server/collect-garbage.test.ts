import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { collectGarbageWhenIdle } from './collect-garbage.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval'] }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Sooner than V8 collects by itself, which it does 8 s after it has collected. */
const options = { timeout: 5_000, interval: 200 }
const readUsedMb = () => process.memoryUsage().heapUsed / 1e6

/** About 12 MB that nothing refers to any more. */
function leaveGarbage(): number {
  return Array.from({ length: 200_000 }, (_, index) => ({ index, text: `${index}` })).length
}

test('what a visit left behind is collected when the site is idle', async () => {
  collectGarbageWhenIdle()
  vi.advanceTimersByTime(10_000)
  leaveGarbage()
  const usedMb = readUsedMb()
  vi.advanceTimersByTime(10_000)
  await vi.waitFor(() => expect(readUsedMb()).toBeLessThan(usedMb - 8), options)
})

test.each([
  ['busy', 2_000, leaveGarbage],
  ['idle with nothing to collect', 100, () => null],
])('a site that is %s collects nothing', (_, cpuMs, act) => {
  const collect = vi.spyOn(globalThis, 'ArrayBuffer')
  vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: cpuMs * 1000, system: 0 })
  collectGarbageWhenIdle()
  vi.advanceTimersByTime(10_000)
  act()
  vi.advanceTimersByTime(10_000)
  expect(collect).not.toHaveBeenCalled()
})
