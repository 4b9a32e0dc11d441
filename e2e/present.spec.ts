import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, type Printer, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What a room full of people is promised, and whoever stands at the machine. */

test.use({ viewport: { width: 1920, height: 1080 } })

const picture = (page: Page) => page.getByRole('img', { name: /3D printer/ })
const band = (page: Page) => page.getByText(/^Replay\s*of/)

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

async function reportAt(printer: Printer, seconds: number, fields: object, seed: number) {
  const at = { captured_at: ago(seconds), observed_at: ago(seconds) }
  await report(printer, { interval_seconds: 600, ...fields, ...at }, await takePicture(seed))
}

/** A print of two days ago, and a printer that has nothing to do now. */
async function printAndRest(printer: Printer) {
  const then = 2 * 86_400
  for (const [index, progress] of [10, 40, 70, 95].entries())
    await reportAt(
      printer,
      then - index * 600,
      { ...printing, interval_seconds: 600, progress },
      index,
    )
  await reportAt(printer, 60, { state: 'idle', status: 'Operational' }, 9)
}

test('from ten metres: the picture fills the wall, and no word on it is small', async ({
  page,
  site,
  printer,
}) => {
  await reportAt(printer, 60, { ...printing, interval_seconds: 600 }, 1)
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

test('the next picture is counted down, and comes by itself', async ({ page, site, printer }) => {
  await reportAt(printer, 0, printing, 1)
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  await expect(page.getByText(/^0:5\d$/)).toBeVisible()
  await page.clock.runFor(20_000)
  await expect(page.getByText(/^0:[34]\d$/)).toBeVisible()
  await reportAt(printer, 0, { ...printing, progress: 61 }, 2)
  await page.clock.runFor(70_000)
  await expect(page.getByText('61')).toBeVisible()
})

test('F is full screen and back, and the screen is kept awake, also after a while away', async ({
  page,
  site,
  printer,
}) => {
  await reportAt(printer, 60, printing, 1)
  await page.addInitScript(() => {
    const asked = { count: 0 }
    Object.assign(window, { asked })
    const wakeLock = {
      async request() {
        asked.count += 1
        return { release: async () => undefined }
      },
    }
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock })
  })
  const count = () =>
    page.evaluate(() => (window as unknown as { asked: { count: number } }).asked.count)
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  await expect.poll(count).toBe(1)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect.poll(count).toBe(2)
  await expect(page.getByRole('button', { name: /full screen/i })).toBeAttached()
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(true)
  await page.keyboard.press('f')
  await expect.poll(isFull).toBe(false)
})

test('when the network is gone the picture stays, with a plain word on how old it is', async ({
  page,
  site,
  printer,
  context,
}) => {
  await reportAt(printer, 60, { ...printing, interval_seconds: 60 }, 1)
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}/present`)
  await expect(page.getByText('Printing benchy')).toBeVisible()
  await page.clock.runFor(1_000)
  await context.setOffline(true)
  await page.clock.runFor(14 * 60_000)
  await expect(page.getByText('Your device is offline.')).toBeVisible()
  await expect(page.getByText(/Last heard of 1[45].min ago/)).toBeVisible()
  await expect(picture(page)).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('Your device is offline.')).toBeHidden()
})

test.describe('where nothing prints', () => {
  test('the last print is shown again, and nobody can take it for now', async ({
    page,
    site,
    printer,
    context,
  }) => {
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(band(page)).toBeVisible()
    await expect(band(page)).toContainText(/\w{3} \d{1,2} \w{3} \d{4}/)
    await expect(page).toHaveTitle(/^REPLAY/)
    await expect(picture(page)).toHaveAccessibleName(/^Replay: /)
    await expect(page.getByText(/Now: Nothing to print right now/)).toBeVisible()
    await expect(page.getByText('Printing benchy')).toHaveCount(0)
    // Every frame of it, and none of the empty bed of now; also when the network is gone.
    await context.setOffline(true)
    const seen = new Set<string | null>()
    for (let step = 0; step < 12; step += 1) {
      await expect(band(page)).toBeVisible()
      seen.add(await page.getByText(/^Frame \d of 4$/).textContent())
      await expect
        .poll(() => picture(page).evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBeGreaterThan(0)
      await page.clock.runFor(1_250)
    }
    expect([...seen].sort()).toEqual([
      'Frame 1 of 4',
      'Frame 2 of 4',
      'Frame 3 of 4',
      'Frame 4 of 4',
    ])
  })

  test('and gives way to a print as soon as one begins', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(band(page)).toBeVisible()
    await reportAt(printer, 0, { ...printing, progress: 3 }, 20)
    await expect
      .poll(async () => {
        await page.clock.runFor(60_000)
        return page.getByText('Printing benchy').isVisible()
      })
      .toBe(true)
    await expect(band(page)).toHaveCount(0)
    await expect(page).not.toHaveTitle(/REPLAY/)
  })

  test('the keyboard stops it and steps through it', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(band(page)).toBeVisible()
    await page.keyboard.press(' ')
    await expect(page.getByRole('button', { name: 'Play' })).toBeAttached()
    const frame = async () => (await page.getByText(/^Frame \d of 4$/).textContent()) ?? ''
    const before = Number(/\d/.exec(await frame())?.[0])
    await page.keyboard.press('ArrowRight')
    await expect.poll(frame).toBe(`Frame ${(before % 4) + 1} of 4`)
    await page.keyboard.press('Tab')
    const outline = await page
      .locator(':focus')
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).outlineWidth))
    expect(outline).toBeGreaterThan(0)
  })

  test('it doesn’t move for those who want no motion', async ({ page, site, printer }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(page.getByText('Frame 4 of 4')).toBeVisible()
    await page.clock.runFor(30_000)
    await expect(page.getByText('Frame 4 of 4')).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByText('Frame 3 of 4')).toBeVisible()
  })

  test('?replay= shows another print of the printer again, also while it prints', async ({
    page,
    site,
    printer,
  }) => {
    for (const [index, day] of [9, 9, 9, 2, 2].entries())
      await reportAt(
        printer,
        day * 86_400 - index * 600,
        { ...printing, job_name: day === 9 ? 'older.gcode' : 'newer.gcode', progress: index * 20 },
        index,
      )
    await reportAt(printer, 30, { ...printing, progress: 12 }, 20)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await expect(band(page)).toBeVisible()
    const day = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    })
    const date = day.format(new Date(Date.now() - 9 * 86_400_000))
    await expect(band(page)).toContainText(date)
    await expect(page.getByText(/^Frame \d of 3$/)).toBeVisible()
    await expect(page.getByText(/^older, at/)).toBeVisible()
    await expect(page.getByText(/Now: Printing benchy/)).toBeVisible()
    await page.getByRole('link', { name: 'Only now' }).click()
    await expect(band(page)).toHaveCount(0)
    await expect(page.getByRole('main')).toContainText('Printing benchy')
  })

  for (const given of ['99', 'benchy', '0'])
    test(`?replay=${given}: that there is no such print is said, and what is now is shown`, async ({
      page,
      site,
      printer,
    }) => {
      await printAndRest(printer)
      await page.goto(`${site.url}/printers/${printer.id}/present?replay=${given}`)
      await expect(page.getByText(`no print “${given}” to show again`)).toBeVisible()
      await page.waitForLoadState('networkidle')
      await expect(band(page)).toHaveCount(0)
      await expect(page.getByText('Nothing to print right now')).toBeVisible()
    })

  test('a print without pictures is said to have none', async ({ page, site, printer }) => {
    await report(printer, { ...printing, interval_seconds: 600, observed_at: ago(7200) })
    await reportAt(printer, 60, { state: 'idle', status: 'Operational' }, 9)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await expect(page.getByText('Of print 1 there are no pictures')).toBeVisible()
  })

  test('?replay=off shows nothing but now', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=off`)
    await page.waitForLoadState('networkidle')
    await expect(page.getByText('Nothing to print right now')).toBeVisible()
    await expect(band(page)).toHaveCount(0)
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a replay can’t be shown, and the way to its pictures is', async ({
    page,
    site,
    printer,
  }) => {
    await printAndRest(printer)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await page.getByRole('link', { name: 'its page' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('benchy')
  })

  test('the page holds the picture and the line, and refreshes itself', async ({
    page,
    site,
    printer,
  }) => {
    await reportAt(printer, 60, printing, 1)
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
