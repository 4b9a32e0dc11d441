import { getHeapStatistics } from 'node:v8'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { collectGarbageWhenIdle } from './collect-garbage.ts'

vi.mock('node:v8', { spy: true })

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

/** Looks at a heap of these megabytes; `spareMb` is what its pages take besides. */
function look(times: number, usedMb: number, spareMb: number): void {
  vi.mocked(getHeapStatistics).mockReturnValue({
    ...process.getBuiltinModule('node:v8').getHeapStatistics(),
    used_heap_size: usedMb * 1024 * 1024,
    total_physical_size: (usedMb + spareMb) * 1024 * 1024,
  })
  vi.advanceTimersByTime(times * 10_000)
}

test.each([
  ['busy', 2_000, 70],
  ['idle with nothing to collect', 100, 50],
])('a site that is %s collects nothing', (_, cpuMs, usedMb) => {
  const collect = vi.spyOn(globalThis, 'ArrayBuffer')
  vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: cpuMs * 1000, system: 0 })
  collectGarbageWhenIdle()
  look(1, 50, 4)
  look(1, usedMb, 4)
  expect(collect).not.toHaveBeenCalled()
})

test('pages that a collection left nearly empty are collected again, three times at most', () => {
  const collect = vi.spyOn(globalThis, 'ArrayBuffer')
  vi.spyOn(process, 'cpuUsage').mockReturnValue({ user: 0, system: 0 })
  collectGarbageWhenIdle()
  look(5, 50, 4)
  expect(collect).not.toHaveBeenCalled()
  look(10, 50, 15)
  expect(collect).toHaveBeenCalledTimes(3)
  look(1, 60, 15)
  look(10, 50, 15)
  expect(collect).toHaveBeenCalledTimes(7)
})
