import type { Browser } from '@playwright/test'

export interface Feel {
  /** Interaction to Next Paint as it is defined, ms: the slowest, but for one in fifty. */
  inpMs: number
  slowestMs: number
  interactions: number
  /** Of the whole visit; 0: nothing moved. */
  layoutShift: number
}

interface Watch {
  /** Of each interaction, ms: from the touch to the next frame that shows it. */
  durations: Record<number, number>
  shift: number
}

/**
 * Works on a page by pointer and keys while polls arrive, on a processor a quarter as fast. Times are of the browser's own Event
 * Timing, which Interaction to Next Paint is made of: below 16 ms it tells nothing.
 * @param onRound what happens meanwhile, as a new report by the snapper
 */
export async function interact(
  browser: Browser,
  url: string,
  { rounds, onRound }: { rounds: number; onRound: (round: number) => Promise<void> },
): Promise<Feel> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.addInitScript(() => {
    const watch: Watch = { durations: {}, shift: 0 }
    Object.assign(globalThis, { watch })
    const listen = (type: string, options: object, on: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(on)).observe({
        type,
        buffered: true,
        ...options,
      })
    listen('event', { durationThreshold: 16 }, (entry) => {
      // Of PerformanceEventTiming; 0: no touch, but the pointer passing over something.
      const { interactionId: id, duration } = entry as PerformanceEntry & { interactionId: number }
      if (id !== 0) watch.durations[id] = Math.max(watch.durations[id] ?? 0, duration)
    })
    listen('layout-shift', {}, (entry) => {
      // Both of LayoutShift, which lib.dom doesn't know.
      const { value, hadRecentInput } = entry as PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      }
      if (!hadRecentInput) watch.shift += value
    })
  })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url, { waitUntil: 'networkidle' })
  let interactions = 0
  for (let round = 0; round < rounds; round += 1) {
    await onRound(round)
    // A tab that somebody comes back to asks at once: what a poll does happens under the clicks below.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    for (let step = 0; step < 6; step += 1) {
      await page.mouse.click(120, 300 + step * 20)
      await page.keyboard.press(step % 2 === 0 ? 'Tab' : 'Shift+Tab')
      interactions += 2
    }
  }
  await page.waitForTimeout(500)
  const { durations, shift } = await page.evaluate(
    () => (globalThis as unknown as { watch: Watch }).watch,
  )
  await page.close()
  const slowFirst = Object.values(durations).toSorted((one, other) => other - one)
  return {
    inpMs: slowFirst[Math.floor(interactions / 50)] ?? 0,
    slowestMs: slowFirst[0] ?? 0,
    interactions,
    layoutShift: shift,
  }
}
