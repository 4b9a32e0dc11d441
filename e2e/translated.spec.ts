import type { Page } from '@playwright/test'
import { printSomething, reportAgo } from './histories.ts'
import { addPrinter, expect, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to visitors who read the pages through their browser's translator. */

/** Replaces every text node by elements, also later ones, as Chrome's translator does. */
function translate(): void {
  const wrap = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (
        node instanceof Text &&
        node.data.trim() !== '' &&
        !node.parentElement?.closest('script, style, font')
      )
        texts.push(node)
    for (const text of texts) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = text.data
      outer.append(inner)
      text.replaceWith(outer)
    }
  }
  wrap(document.body)
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node.isConnected && node.parentNode)
          wrap(node.nodeType === Node.TEXT_NODE ? node.parentNode : node)
  }).observe(document.body, { childList: true, subtree: true })
}

const steps = [
  [
    { ...printing, progress: 55, temperatures: '{"tool0": {"actual": 221.5, "target": 220}}' },
    '55',
  ],
  [{ ...printing, state: 'finished', progress: 100 }, 'Finished benchy'],
  [{ state: 'idle', status: 'Operational', interval_seconds: 60 }, 'Idle'],
  [{ state: 'offline', status: 'Off', interval_seconds: 60 }, 'The printer is off'],
  [{ ...printing, progress: 7, reason: 'camera_error' }, 'Printing benchy'],
] as const

/** The page polls when its window is shown again. */
const askAgain = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('online')))

for (const [name, path] of [
  ['printer’s page', ''],
  ['overview', 'overview'],
  ['embed', '/embed'],
  ['presentation', '/present?replay=off'],
  ['home page', 'home'],
] as const)
  test(`a translated ${name} shows no old figure`, async ({ page, site: shared, printer: any }) => {
    // The home page shows the first printer.
    const site = path === 'home' ? await startSite() : shared
    const printer = path === 'home' ? await addPrinter(site, 'Maker Select') : any
    const errors: unknown[] = []
    page.on('pageerror', (error) => errors.push(error))
    const url =
      path === 'overview'
        ? `${site.url}/printers`
        : path === 'home'
          ? `${site.url}/`
          : `${site.url}/printers/${printer.id}${path}`
    await reportAgo(printer, 20, { ...printing, progress: 10 }, 1)
    await page.goto(url)
    const view = page
      .locator('main')
      .locator(
        path === '' || path.startsWith('/') ? ':scope' : 'article',
        path === 'overview' ? { has: page.locator(`a[href="/printers/${printer.id}"]`) } : {},
      )
    await expect(view.first()).toContainText('10 %')
    await page.evaluate(translate)
    for (const [index, [fields, words]] of steps.entries()) {
      await report(printer, fields, index === 0 ? await takePicture(2) : null)
      await expect(async () => {
        await askAgain(page)
        await expect(view.first()).toContainText(words, { timeout: 2_000 })
      }).toPass()
      await expect(view.first()).not.toContainText('10 %')
      if (index > 0) await expect(view.first()).not.toContainText(/55\s%|221\.5/)
    }
    await expect(view.first()).toContainText('7 %')
    expect(errors).toEqual([])
    if (path === 'home') await site.stop()
  })

test('a translated chart shows the reading of the selected time', async ({
  page,
  site,
  printer,
}) => {
  const errors: unknown[] = []
  page.on('pageerror', (error) => errors.push(error))
  await printSomething(printer, { frames: 12 })
  await page.goto(`${site.url}/printers/${printer.id}/readings?span=day`)
  const reading = page.locator('.moment-reading')
  await expect(reading).toContainText('Finished')
  await page.evaluate(translate)
  await page.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await expect(reading).toContainText('Idle')
  await expect(reading).not.toContainText('Finished')
  for (const nozzle of ['200.0', '201.0']) {
    await page.keyboard.press('ArrowRight')
    await expect(reading).toContainText(new RegExp(`Nozzle\\s*${nozzle}\\s°C\\s*target 215`))
  }
  await expect(reading).not.toContainText(/Idle|200\.0/)
  expect(errors).toEqual([])
})

test('a translated flipbook shows the reading of each frame', async ({ page, site, printer }) => {
  const errors: unknown[] = []
  page.on('pageerror', (error) => errors.push(error))
  await printSomething(printer, { frames: 10 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.evaluate(translate)
  await page.route('**/frames', (route) => route.abort())
  await page.getByRole('button', { name: 'Play time-lapse' }).click()
  await page.unroute('**/frames')
  await page.getByRole('button', { name: 'Try again' }).click()
  const frame = page.getByRole('slider', { name: 'Frame' })
  for (const [index, figures] of [
    ['3', /30\s%.*203\.0/],
    ['7', /70\s%.*207\.0/],
  ] as const) {
    await frame.fill(index)
    await expect(page.locator('.flipbook-reading')).toContainText(figures)
    await expect(page.getByText(`${Number(index) + 1} of 11`)).toBeVisible()
  }
  await expect(page.locator('.flipbook-reading')).not.toContainText(/30\s%|203\.0/)
  expect(errors).toEqual([])
})
