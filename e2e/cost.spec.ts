import type { Page, Request } from '@playwright/test'
import { printSomething } from './histories.ts'
import { expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What the printer's page costs a visitor who leaves it open: bytes and layout shifts. */

/** The text of every script that a page loads from now on. */
function collectScripts(page: Page): string[] {
  const scripts: string[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(await response.text().catch(() => ''))
  })
  return scripts
}

/**
 * Advances the page's clock in small steps and lets responses arrive meanwhile: a jump of the clock would time out a pending
 * request.
 */
async function spend(page: Page, seconds: number): Promise<void> {
  let underWay = 0
  const isQuestion = (request: Request) => request.url().includes('/api/')
  const onStart = (request: Request) => {
    if (isQuestion(request)) underWay += 1
  }
  const onEnd = (request: Request) => {
    if (isQuestion(request)) underWay -= 1
  }
  page.on('request', onStart).on('requestfinished', onEnd).on('requestfailed', onEnd)
  for (let second = 0; second < seconds; second += 5) {
    await page.clock.runFor(5_000)
    if (underWay > 0) await expect.poll(() => underWay).toBe(0)
  }
  page.off('request', onStart).off('requestfinished', onEnd).off('requestfailed', onEnd)
}

test('the code of flipbook, chart and archive loads only where it is used', async ({
  page,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 8 })
  // Words that occur only in these scripts. The test also checks that each occurs where it must.
  const marks = { flipbook: 'since the first picture', chart: 'u-cursor-x', archive: 'QueryClient' }
  const scripts = collectScripts(page)
  const find = () =>
    Object.entries(marks).flatMap(([name, mark]) =>
      scripts.some((script) => script.includes(mark)) ? [name] : [],
    )
  const url = `${site.url}/printers/${printer.id}`
  await page.goto(url, { waitUntil: 'networkidle' })
  await expect.poll(() => scripts.length).toBeGreaterThan(3)
  expect(find()).toEqual([])
  await page.goto(`${url}/prints/1`, { waitUntil: 'networkidle' })
  expect(find()).toEqual([])
  await page.getByRole('button', { name: 'Play time-lapse' }).click()
  await expect.poll(find).toEqual(['flipbook'])
  await page.getByRole('link', { name: 'Explore this chart' }).click()
  await expect.poll(find).toEqual(['flipbook', 'chart'])
  await page.goto(`${url}/archive`, { waitUntil: 'networkidle' })
  await expect.poll(find).toEqual(['flipbook', 'chart', 'archive'])
})

test('the picture is on the screen before the framework’s scripts are requested', async ({
  page,
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printers/${printer.id}`, { waitUntil: 'networkidle' })
  const { painted, asked } = await page.evaluate(async () => {
    const paint = await new Promise<PerformanceEntry>((resolve) => {
      const isPicture = ({ element }: PerformanceEntry & { element?: Element }) =>
        element?.matches('.full-frame-picture')
      new PerformanceObserver((list) => {
        const found = list.getEntries().find(isPicture)
        if (found) resolve(found)
      }).observe({ type: 'element', buffered: true })
    })
    const scripts = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/_next/') && name.endsWith('.js'))
    return { painted: paint.startTime, asked: scripts.map(({ startTime }) => startTime) }
  })
  expect(asked.length).toBeGreaterThan(3)
  expect(Math.min(...asked)).toBeGreaterThan(painted)
})

test('an open page costs less than 60 kB an hour besides new pictures', async ({
  page,
  site,
  printer,
}) => {
  const often = { ...printing, interval_seconds: 600 }
  await report(printer, often, await takePicture(1))
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}`, { waitUntil: 'networkidle' })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const pictures = new Set<string>()
  const cost = { requests: 0, bytes: 0 }
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (type === 'Image') pictures.add(requestId)
    else {
      cost.requests += 1
      const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
      cost.bytes += request.url.length + lines.join('\r\n').length
    }
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!pictures.has(requestId)) cost.bytes += encodedDataLength
  })
  for (let minute = 1; minute <= 60; minute += 1) {
    if (minute % 10 === 0)
      await report(printer, { ...often, progress: minute }, await takePicture(minute, 640, 360))
    await spend(page, 60)
  }
  expect(cost.requests).toBeGreaterThanOrEqual(5)
  expect(cost.requests).toBeLessThan(30)
  expect(pictures.size).toBeGreaterThanOrEqual(4)
  expect(cost.bytes).toBeLessThan(60_000)
})

test('pictures, readings and ages change, and the browser sees nothing move', async ({
  page,
  site,
  printer,
}) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      // LayoutShift is missing in lib.dom.
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        shifts.push(entry.value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const readShifts = () =>
    page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)
  await printSomething(printer, { frames: 8 })
  await report(printer, printing, await takePicture(50))
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}`)
  const shown = () =>
    page
      .getByRole('img', { name: /^3D printer/ })
      .first()
      .evaluate((img: HTMLImageElement) => img.currentSrc)
  for (const [turn, progress] of [43, 44.5, 99.9].entries()) {
    const before = await shown()
    await report(printer, { ...printing, progress }, await takePicture(60 + turn))
    await spend(page, 90)
    await expect.poll(shown).not.toBe(before)
  }
  expect(await readShifts()).toEqual([])
  // Check the measurement: a real shift is detected.
  await page.evaluate(() =>
    document
      .querySelector('main')
      ?.prepend('Something new', document.createElement('hr'), document.createElement('hr')),
  )
  await expect.poll(async () => (await readShifts()).length).toBeGreaterThan(0)
})
