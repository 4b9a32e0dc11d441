import type { Browser } from '@playwright/test'

export interface Responsiveness {
  /** Interaction to Next Paint, ms: the slowest interaction, ignoring one in fifty. */
  inpMs: number
  slowestMs: number
  interactions: number
  /** Cumulative layout shift of the visit; 0: nothing moved. */
  layoutShift: number
}

interface Watch {
  /** Duration of each interaction, ms: from the event to the next frame. */
  durations: Record<number, number>
  shift: number
}

/**
 * Clicks and types on a page while polls arrive, with a CPU four times slower. Durations come from the browser's Event Timing, on which
 * Interaction to Next Paint is based; it reports nothing below 16 ms.
 * @param onRound what happens meanwhile, such as a new report
 */
export async function interact(
  browser: Browser,
  url: string,
  { rounds, onRound }: { rounds: number; onRound: (round: number) => Promise<void> },
): Promise<Responsiveness> {
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
      // From PerformanceEventTiming; 0: not an interaction, such as moving the pointer.
      const { interactionId: id, duration } = entry as PerformanceEntry & { interactionId: number }
      if (id !== 0) watch.durations[id] = Math.max(watch.durations[id] ?? 0, duration)
    })
    listen('layout-shift', {}, (entry) => {
      // From LayoutShift, which lib.dom lacks.
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
    // A tab that becomes visible polls at once, so the poll is processed during the clicks below.
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
