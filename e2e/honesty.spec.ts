import type { Page, Route } from '@playwright/test'
import { addPrinter, expect, type Printer, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Honesty about time: how old everything is, and which link is broken. The tests drive the page's clock. */

const article = (page: Page) => page.getByRole('article')

async function open(page: Page, printer: Printer): Promise<void> {
  await page.goto(printer.api.replace('/api/3dprinter/', '/printers/').replace(/\/$/, ''))
}

test('before the first picture the page says that it is waiting', async ({ page, printer }) => {
  await open(page, printer)
  await expect(article(page)).toContainText('Waiting for the first picture')
  await report(printer, printing, await takePicture(1))
  await expect(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect(article(page)).toContainText('Printing benchy', { timeout: 2_000 })
  }).toPass()
})

test('fresh becomes late, stale and silent as time goes by, and the last picture stays', async ({
  page,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  let aheadMs = 0
  let underWay = 0
  // The page uses the server's clock, so the test moves both.
  await page.route('**/api/**', async (route) => {
    underWay += 1
    const response = await route.fetch()
    const date = new Date(Date.now() + aheadMs).toUTCString()
    await route.fulfill({ response, headers: { ...response.headers(), date } })
    underWay -= 1
  })
  // A jump of the clock would time out a pending request.
  const forward = async (ms: number) => {
    await expect.poll(() => underWay).toBe(0)
    aheadMs += ms
    await page.clock.fastForward(ms)
  }
  await page.clock.install()
  await open(page, printer)
  await expect(article(page)).toContainText(/fresh/i)
  for (const [forwardMs, word] of [
    [100_000, /late/i],
    [120_000, /stale/i],
  ] as const) {
    await forward(forwardMs)
    await expect(article(page)).toContainText(word)
  }
  await expect(article(page)).toContainText('No news from the printer.')
  await forward(25 * 3_600_000)
  await expect(article(page)).toContainText(/silent/i)
  await expect(article(page)).not.toContainText(/fresh|live/i)
  await expect(page.getByRole('img', { name: /^3D printer/ }).first()).toBeVisible()
})

test('picture and readings have separate ages', async ({ page, printer }) => {
  const before = new Date(Date.now() - 5 * 3_600_000).toISOString()
  await report(
    printer,
    { ...printing, captured_at: before, observed_at: before },
    await takePicture(1),
  )
  await report(printer, { ...printing, state: 'offline', reason: 'camera_error' })
  await open(page, printer)
  await expect(article(page)).toContainText(/Picture\s*5\sh.*old\s*Stale/i)
  await expect(article(page)).toContainText(/Readings\s*\d+\ss old\s*Fresh/i)
  await expect(article(page)).toContainText('The camera failed to take a picture.')
})

const links = {
  offline: 'The printer is off.',
  unreachable: "The printer's server can't be reached.",
  unauthorized: "The printer's server rejects the snapper's key.",
  error: 'The printer has stopped with an error.',
}
for (const [state, sentence] of Object.entries(links))
  test(`${state}: "${sentence}" and no other link is blamed`, async ({ page, printer }) => {
    await report(printer, { state, status: 'x', interval_seconds: 60 }, await takePicture(1))
    await open(page, printer)
    await expect(article(page)).toContainText(sentence)
    for (const other of [
      ...Object.values(links),
      'No news from the printer',
      "can't reach the site",
    ])
      if (other !== sentence) await expect(article(page)).not.toContainText(other)
  })

test('a print that takes days shows the day of its end', async ({ page, printer }) => {
  const remaining_seconds = 3 * 86_400
  await report(printer, { ...printing, remaining_seconds }, await takePicture(1))
  await open(page, printer)
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/Los_Angeles',
    weekday: 'short',
    day: 'numeric',
  }).formatToParts(Date.now() + remaining_seconds * 1000)
  const day = ['weekday', 'day'].map((type) => parts.find((part) => part.type === type)?.value)
  await expect(article(page)).toContainText(`until about ${day.join(' ')} `)
})

test('a page that can’t reach the site says that, and doesn’t blame the snapper', async ({
  page,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.clock.install()
  await page.route('**/api/**', (route) => route.abort())
  await open(page, printer)
  await page.clock.runFor(600_000)
  await expect(article(page)).toContainText("This page can't reach the site.")
  await expect(article(page)).not.toContainText('No news from the printer')
  await page.unroute('**/api/**')
  await report(printer, { ...printing, progress: 88 }, await takePicture(2))
  // In small steps: a jump would time out pending requests.
  await expect(async () => {
    await page.clock.runFor(5_000)
    await expect(article(page)).toContainText('88', { timeout: 300 })
  }).toPass({ timeout: 120_000 })
  await expect(article(page)).not.toContainText("can't reach")
})

test('a wrong clock on the visitor’s device changes no age', async ({ page, printer }) => {
  await report(printer, printing, await takePicture(1))
  await page.clock.install({ time: Date.now() + 3 * 3_600_000 })
  await open(page, printer)
  await expect(article(page)).toContainText(/fresh/i)
  await expect(article(page)).not.toContainText(/late|stale|no news/i)
})

/** Moves the clock of the animation by which ages disappear, and reads what is left. */
async function expectNoStandingAge(page: Page): Promise<void> {
  const main = page.getByRole('main')
  await expect(main).toContainText('ago')
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish()
  })
  const shown = { useInnerText: true }
  await expect(main).not.toContainText(/\d\s(?:s|min) (?:ago|old|to go|so far)|fresh/i, shown)
  await expect(main).toContainText(/20\d\d, \d\d:\d\d P[SD]T/i, shown)
}

const failures = {
  'doesn’t load': (route: Route) => route.abort(),
  'has a syntax error': (route: Route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'const =' }),
}
for (const [fails, handle] of Object.entries(failures)) {
  for (const path of ['', '/embed', '/present'])
    test(`a page whose script ${fails} shows no age that stands still: ${path || '/'}`, async ({
      browser,
      site,
      printer,
    }) => {
      await report(printer, printing, await takePicture(1))
      const page = await browser.newPage()
      await page.route('**/_next/**/*.js', handle)
      await page.goto(`${site.url}/printers/${printer.id}${path}`)
      await expectNoStandingAge(page)
      await page.close()
    })

  test(`nor does the home page’s card, whose script ${fails}`, async ({ browser }) => {
    const site = await startSite()
    const page = await browser.newPage()
    try {
      // The home page shows the first printer.
      await report(await addPrinter(site, 'Maker Select'), printing, await takePicture(1))
      await page.route('**/client.js*', handle)
      await page.goto(site.url)
      await expectNoStandingAge(page)
    } finally {
      await page.close()
      await site.stop()
    }
  })
}

test('nor does an embed in a frame that may run no script', async ({ browser, site, printer }) => {
  await report(printer, printing, await takePicture(1))
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${site.url}/printers/${printer.id}/embed`)
  await expectNoStandingAge(page)
  await context.close()
})

test('after a night with the lid closed the page asks before it claims silence', async ({
  page,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.clock.install()
  const polled = page.waitForResponse('**/api/**')
  await open(page, printer)
  // The first poll's answer would tell the page the time, too.
  await polled
  await expect(article(page)).toContainText(/fresh/i)
  const answer = Promise.withResolvers<void>()
  let asked = 0
  await page.route('**/api/**', async (route) => {
    asked += 1
    await answer.promise
    await route.continue()
  })
  await page.clock.setSystemTime(Date.now() + 8 * 3_600_000)
  await expect.poll(() => asked).toBeGreaterThan(0)
  await expect(article(page)).not.toContainText(/no news|stale|late/i)
  answer.resolve()
  await expect(article(page)).toContainText(/fresh/i)
})
