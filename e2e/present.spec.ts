import AxeBuilder from '@axe-core/playwright'
import { band, picture, printAndRest, reportAgo } from './histories.ts'
import { addPrinter, expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to an audience, and to the person at the keyboard. */

test.use({ viewport: { width: 1920, height: 1080 } })

test('from ten metres: the picture fills the wall, and no word on it is small', async ({
  page,
  site,
  printer,
}) => {
  await reportAgo(printer, 60, { ...printing, interval_seconds: 600 }, 1)
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  const box = await picture(page).boundingBox()
  expect(box?.height).toBeGreaterThan(0.75 * 1080)
  for (const words of ['Printing benchy', '42', 'next picture', 'ago']) {
    const size = await page
      .getByRole('main')
      .getByText(words)
      .last()
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
    expect(size, words).toBeGreaterThanOrEqual(0.039 * 1080)
  }
  const hidden = await page.evaluate(
    () =>
      document.documentElement.scrollHeight > innerHeight || document.body.scrollWidth > innerWidth,
  )
  expect(hidden).toBe(false)
})

test('however long a printer’s text is, the picture stays the largest thing on the wall', async ({
  page,
  site,
  printer,
}) => {
  const status = 'Printing a part with a very long story. '.repeat(12)
  await reportAgo(printer, 60, { status, interval_seconds: 600 }, 1)
  for (const [width, height] of [
    [1920, 1080],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    const box = await picture(page).boundingBox()
    expect(box?.height, `${width} x ${height}`).toBeGreaterThan(0.45 * height)
    await expect(page.getByText('next picture')).toBeInViewport({ ratio: 1 })
  }
})

test('a long name leaves room for what is counted down', async ({ page, site }) => {
  const printer = await addPrinter(site, 'The printer in the workshop, on the left below the shelf')
  await report(printer, printing, await takePicture(1))
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.goto(`${site.url}/printers/${printer.id}/present?replay=off`)
  const label = page.getByText(/· next picture$/).last()
  await expect(label).toBeVisible()
  expect(await label.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
})

test('the reason for a missing picture is shown once', async ({ page, site, printer }) => {
  await report(printer, { ...printing, reason: 'camera_timeout' })
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  const why = await page.getByText('respond in time').boundingBox()
  const what = await page.getByText('The next picture will appear here').boundingBox()
  expect((what?.y ?? 1080) - (why?.y ?? 0) - (why?.height ?? 0)).toBeLessThan(0.1 * 1080)
})

test('upright, in a hand, nothing is cut off at the side', async ({ page, site, printer }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await reportAgo(printer, 720, { ...printing, interval_seconds: 600 }, 1)
  for (const query of ['', '?replay=99']) {
    await page.goto(`${site.url}/printers/${printer.id}/present${query}`)
    await expect(page.getByText(/2.min overdue/)).toBeVisible()
    const rights = await page
      .getByRole('main')
      .locator('p, figcaption, time')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().right))
    expect(Math.max(...rights)).toBeLessThanOrEqual(390)
  }
})

test('the next picture is counted down, and appears by itself', async ({ page, site, printer }) => {
  await reportAgo(printer, 0, printing, 1)
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  await expect(page.getByText(/^0:5\d$/)).toBeVisible()
  await page.clock.runFor(20_000)
  await expect(page.getByText(/^0:[34]\d$/)).toBeVisible()
  await reportAgo(printer, 0, { ...printing, progress: 61 }, 2)
  await page.clock.runFor(70_000)
  await expect(page.getByText('61')).toBeVisible()
})

test('F is full screen and back, and the screen is kept awake, also after a while away', async ({
  page,
  site,
  printer,
}) => {
  await reportAgo(printer, 60, printing, 1)
  await page.addInitScript(() => {
    const asked = { locks: 0, exits: 0 }
    Object.assign(window, { asked })
    const wakeLock = {
      async request() {
        asked.locks += 1
        return { release: async () => undefined }
      },
    }
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock })
    const exit = document.exitFullscreen
    document.exitFullscreen = function leave() {
      asked.exits += 1
      return exit.call(this)
    }
  })
  const asked = () =>
    page.evaluate(() => (window as unknown as { asked: { locks: number; exits: number } }).asked)
  const count = async () => (await asked()).locks
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  await expect.poll(count).toBe(1)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(count).toBe(2)
  await expect(page.getByRole('button', { name: /full screen/i })).toBeAttached()
  await page.keyboard.down('f')
  await expect.poll(isFull).toBe(true)
  // A held key does not toggle back.
  await page.keyboard.down('f')
  await page.keyboard.up('f')
  expect((await asked()).exits).toBe(0)
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(false)
})

test('without a network the picture stays, with its age', async ({
  page,
  site,
  printer,
  context,
}) => {
  await reportAgo(printer, 60, { ...printing, interval_seconds: 60 }, 1)
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  await expect(page.getByText('Printing benchy')).toBeVisible()
  await page.clock.runFor(1_000)
  await context.setOffline(true)
  await page.clock.runFor(14 * 60_000)
  await expect(page.getByText('Your device is offline.')).toBeVisible()
  await expect(page.getByText(/Last report 1[45].min ago/)).toBeVisible()
  await expect(picture(page)).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('Your device is offline.')).toBeHidden()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the page has the picture and the headline, and refreshes itself', async ({
    page,
    site,
    printer,
  }) => {
    await reportAgo(printer, 60, printing, 1)
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(picture(page)).toBeVisible()
    await expect(page.getByText('Printing benchy')).toBeVisible()
    expect(await (await fetch(page.url())).text()).toMatch(
      /<noscript><meta[^>]+http-equiv="refresh"/,
    )
  })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${colorScheme}`, async ({ page, site, printer }) => {
    await page.emulateMedia({ colorScheme })
    await printAndRest(printer)
    for (const query of ['', '?replay=off']) {
      await page.goto(`${site.url}/printers/${printer.id}/present${query}`)
      if (query === '') await expect(band(page)).toBeVisible()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${query} ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  })

test('nothing moves when the countdown ends or the state changes', async ({
  page,
  site,
  printer,
}) => {
  const job_name = 'a_very_long_name_of_a_part_with_all_its_settings_in_it.gcode'
  const last = { state: 'paused', status: 'x', progress: 62, job_name, interval_seconds: 60 }
  const reports: Record<string, string | number>[] = [
    { ...printing, progress: 62.4 },
    { ...last, state: 'printing' },
    last,
    { ...last, state: 'finished', progress: 100 },
    { state: 'idle', status: 'x', interval_seconds: 60 },
    { state: 'offline', status: 'x', interval_seconds: 60 },
    { state: 'unreachable', status: 'x', interval_seconds: 60 },
    { ...last, reason: 'camera_error' },
  ]
  const sizes = ['1024 768', '1280 720', '1440 900', '1920 1080']
  const places = new Map<string, Set<string>>(sizes.map((size) => [size, new Set()]))
  // A printer takes no older report than its last.
  for (const secondsAgo of [3 * 86_400, 600, 90, 30])
    for (const [index, fields] of reports.entries()) {
      await reportAgo(printer, secondsAgo - index, fields, 1)
      await page.goto(`${site.url}/printers/${printer.id}/present?replay=off`)
      for (const size of sizes) {
        const [width = 0, height = 0] = size.split(' ').map(Number)
        await page.setViewportSize({ width, height })
        const box = await picture(page).boundingBox()
        places.get(size)?.add(JSON.stringify(box))
        const about = `${size}, ${fields.state}, ${secondsAgo} s ago`
        for (const figure of await page.locator('.circled').all()) {
          const { x, y, width: wide, height: high } = (await figure.boundingBox()) ?? none
          const fontSize = await figure.evaluate((one) =>
            Number.parseFloat(getComputedStyle(one).fontSize),
          )
          expect(high, about).toBeLessThan(1.6 * fontSize)
          expect(x + wide, about).toBeLessThan(width)
          expect(y + high, about).toBeLessThan(height)
        }
      }
    }
  for (const [size, seen] of places) expect([...seen], size).toHaveLength(1)
})

const none = { x: 0, y: 0, width: 0, height: 0 }
