import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { addPrinter, expect, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to a visitor of the printer's page. */

/** The current picture; those of earlier prints are below it. */
const picture = (page: Page) => page.getByRole('img', { name: /^3D printer/ }).first()
const headline = (page: Page) => page.locator('.headline')

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the page has the picture and the details, and refreshes itself', async ({
    page,
    site,
    printer,
  }) => {
    await report(printer, printing, await takePicture(1))
    await page.goto(`${site.url}/printers/${printer.id}`)
    await expect(picture(page)).toHaveAccessibleName(/printing benchy, 42 %$/)
    await expect
      .poll(() => picture(page).evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(300)
    await expect(headline(page)).toContainText('Printing benchy')
    await expect(headline(page)).toContainText('42')
    for (const fact of [
      'Picture',
      'Readings',
      'Next picture',
      'Nozzle',
      'Bed',
      '214.8',
      '60.1',
      'benchy.gcode',
    ])
      await expect(page.getByRole('article')).toContainText(fact)
    const html = await (await fetch(page.url())).text()
    expect(html).toMatch(/<noscript><meta[^>]+http-equiv="refresh"/)
  })
})

test('a new picture and new readings appear when they are due, and nothing moves', async ({
  page,
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.clock.install()
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect(headline(page)).toContainText('42')
  const first = await picture(page).evaluate((img: HTMLImageElement) => img.currentSrc)
  const places = () =>
    page.locator('article img, article dl, footer').evaluateAll((elements) =>
      elements.map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return [element.tagName, x, y, width, height].join(' ')
      }),
    )
  const before = await places()
  await report(printer, { ...printing, progress: 47.9 }, await takePicture(2))
  await page.clock.runFor(90_000)
  await expect(headline(page)).toContainText('47')
  await expect
    .poll(() => picture(page).evaluate((img: HTMLImageElement) => img.currentSrc))
    .not.toBe(first)
  expect(await places()).toEqual(before)
})

test('a hidden page doesn’t poll, and polls at once when it is shown again', async ({
  page,
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.clock.install()
  await page.addInitScript(() => {
    const hidden = () => document.documentElement?.dataset.hidden === 'yes'
    Object.defineProperty(document, 'hidden', { get: hidden })
    Object.defineProperty(document, 'visibilityState', {
      get: () => (hidden() ? 'hidden' : 'visible'),
    })
  })
  const polls: string[] = []
  page.on('request', (request) => request.url().includes('/api/') && polls.push(request.url()))
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect.poll(() => polls.length).toBe(1)
  const show = (hidden: string) =>
    page.evaluate((value) => {
      document.documentElement.dataset.hidden = value
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await show('yes')
  await page.clock.runFor(30 * 60_000)
  expect(polls).toHaveLength(1)
  await report(printer, { ...printing, progress: 77 }, await takePicture(3))
  await show('no')
  await expect(headline(page)).toContainText('77')
})

test('the page uses no other host, no cookie, and logs no error', async ({
  page,
  site,
  printer,
  context,
}) => {
  const faults: string[] = []
  const hosts = new Set<string>()
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url())
    if (protocol !== 'data:') hosts.add(host)
  })
  await report(printer, printing, await takePicture(1))
  for (const path of ['/', `/printers/${printer.id}`, '/printers']) {
    await page.goto(site.url + path)
    await page.waitForLoadState('networkidle')
  }
  expect([...hosts]).toEqual([new URL(site.url).host])
  expect(faults).toEqual([])
  expect(await context.cookies()).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${colorScheme}`, async ({ page, site, printer }) => {
    await page.emulateMedia({ colorScheme })
    await report(printer, printing, await takePicture(1))
    for (const path of ['/', `/printers/${printer.id}`, '/printers', '/nowhere']) {
      await page.goto(site.url + path)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  })

test('the keyboard reaches everything, with visible focus', async ({ page, site, printer }) => {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printers/${printer.id}`)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused()
  await expect(page.getByRole('link', { name: /skip/i })).toBeInViewport()
  const seen = new Set<string>()
  const links = await page.getByRole('link').count()
  for (let step = 0; step < links; step += 1) {
    const focused = page.locator(':focus')
    seen.add((await focused.textContent()) ?? '')
    // A card's link covers the whole card by its ::after, which has the focus outline.
    const outline = await focused.evaluate((element) =>
      [getComputedStyle(element), getComputedStyle(element, '::after')].some(
        ({ outlineStyle, outlineWidth }) =>
          outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
      ),
    )
    expect(outline).toBe(true)
    await page.keyboard.press('Tab')
  }
  expect([...seen].join(' ')).toMatch(/Home/i)
})

test('/printer leads to a printer, and an unknown one says so and helps', async ({
  page,
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printer`)
  await expect(page).toHaveURL(/\/printers(\/\d+)?$/)
  const answer = await page.goto(`${site.url}/printers/999999`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible()
})

test('the home page is the owner’s, with the live printer', async ({ page }) => {
  // Home shows the first printer, which on a shared site may be another test's.
  const site = await startSite()
  try {
    await report(await addPrinter(site, 'Maker Select'), printing, await takePicture(1))
    await page.goto(site.url)
    await expect(page.locator('.h-card .p-name').first()).toBeVisible()
    await expect(picture(page)).toBeVisible()
    const { x, y } = (await picture(page).boundingBox()) ?? { x: 0, y: 0 }
    await page.mouse.click(x + 20, y + 20)
    await expect(page).toHaveURL(/\/printers\/\d+$/)
  } finally {
    await site.stop()
  }
})
