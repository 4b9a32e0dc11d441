import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { sharePrinted } from './histories.ts'
import { expect, inBoth, type Printer, type Site, test } from './site.ts'
import { report, takePicture } from './snapper.ts'

/* The interactive chart: zoom, move from reading to reading, and the picture at the selected time. */

const slider = (page: Page) => page.getByRole('slider')
const reading = (page: Page) => page.locator('.moment-reading')
const picture = (page: Page) => page.locator('.moment-picture')
const plot = (page: Page) => page.locator('.large-chart-plot')

/** Twelve pictures ten minutes apart, and the chart opened from the printer's page. */
async function openChart(page: Page, site: Site): Promise<Printer> {
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}`)
  await page.getByRole('link', { name: 'Explore this chart' }).click()
  await expect(slider(page)).toBeFocused()
  return printer
}

/** What is drawn, for comparison: a canvas has no other content. */
const look = (page: Page) => plot(page).screenshot()

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test(
    'the link leads to a page with a large drawing and a table',
    inBoth,
    async ({ page, site }) => {
      const printer = await sharePrinted(site)
      await page.goto(`${site.url}/printers/${printer.id}`)
      await page.getByRole('link', { name: 'Explore this chart' }).click()
      await expect(page).toHaveURL(/\/readings\?span=day$/)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('The last 24 hours')
      await expect(page.locator('svg.chart:visible')).toHaveCount(1)
      await page.getByText('Show as a table').click()
      await expect(page.getByRole('row')).toHaveCount(15)
      await page.getByRole('link', { name: '7 days' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('The last 7 days')
    },
  )
})

test('its script loads only when the chart is opened', async ({ page, site }) => {
  const scripts: string[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(await response.text().catch(() => ''))
  })
  const isThere = () => scripts.some((script) => script.includes('u-cursor-x'))
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}`, { waitUntil: 'networkidle' })
  expect(scripts.length).toBeGreaterThan(3)
  expect(isThere()).toBe(false)
  await page.getByRole('link', { name: 'Explore this chart' }).click()
  await expect(plot(page).locator('canvas')).toBeVisible()
  await expect.poll(isThere).toBe(true)
})

test('the arrow keys move from reading to reading, and the picture follows with its own time', async ({
  page,
  site,
}) => {
  await openChart(page, site)
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /Finished, 100/)
  const last = await picture(page).getByRole('img').getAttribute('src')
  await page.keyboard.press('Home')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /Idle/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /Printing, 8.%, .*Nozzle 201\.0.°C/)
  await expect(reading(page)).toContainText(/Nozzle\s*201\.0.°C target 215/)
  await expect.poll(() => picture(page).getByRole('img').getAttribute('src')).not.toBe(last)
  const clock = await reading(page).locator('time').getAttribute('datetime')
  await expect(picture(page).locator('time')).toHaveAttribute('datetime', clock ?? '')
})

test('zooms by drag, keys and buttons, and resets', async ({ page, site }) => {
  await openChart(page, site)
  const all = await look(page)
  await expect(page.getByRole('button', { name: 'Reset' })).toBeDisabled()

  await page.keyboard.press('ArrowLeft')
  const moment = (await slider(page).getAttribute('aria-valuetext')) ?? ''
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: 'Reset' })).toBeEnabled()
  await expect(slider(page)).toHaveAttribute('aria-valuetext', moment)
  await page.keyboard.press('0')
  await expect(page.getByRole('button', { name: 'Reset' })).toBeDisabled()

  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect.poll(async () => (await look(page)).equals(all)).toBe(false)
  await page.getByRole('button', { name: 'Zoom out' }).click()
  await expect(page.getByRole('button', { name: 'Zoom out' })).toBeDisabled()

  const over = await plot(page).locator('.u-over').boundingBox()
  if (over === null) throw new Error('The plot has no box.')
  const y = over.y + over.height / 2
  await page.mouse.move(over.x + over.width * 0.25, y)
  await page.mouse.down()
  await page.mouse.move(over.x + over.width * 0.6, y, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByRole('button', { name: 'Reset' })).toBeEnabled()
  await page.mouse.dblclick(over.x + over.width / 2, y)
  await expect(page.getByRole('button', { name: 'Reset' })).toBeDisabled()
})

test('the wheel scrolls the page, and zooms with Ctrl', async ({ page, site }) => {
  test.skip(test.info().project.name === 'phone', 'a telephone has no wheel')
  await openChart(page, site)
  const over = plot(page).locator('.u-over')
  await over.hover()
  const before = await page.evaluate(() => scrollY)
  await page.mouse.wheel(0, 120)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before)
  await expect(page.getByRole('button', { name: 'Reset' })).toBeDisabled()
  await over.hover()
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -120)
  await page.keyboard.up('Control')
  await expect(page.getByRole('button', { name: 'Reset' })).toBeEnabled()
})

test('one finger selects, two zoom', inBoth, async ({ page, site }) => {
  test.skip(test.info().project.name !== 'phone', 'a mouse is one finger')
  await openChart(page, site)
  const over = plot(page).locator('.u-over')
  await over.scrollIntoViewIfNeeded()
  const { x, y, width } = (await over.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...shares: number[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: shares.map((share, id) => ({ id, x: x + share * width, y: y + 40 })),
    })
  await touch('touchStart', 0.9)
  for (const share of [0.7, 0.5, 0.3, 0.02]) await touch('touchMove', share)
  await touch('touchEnd')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /Idle/)
  await expect(page.getByRole('button', { name: 'Reset' })).toBeDisabled()
  await touch('touchStart', 0.4, 0.6)
  for (const apart of [0.15, 0.2, 0.3]) await touch('touchMove', 0.5 - apart, 0.5 + apart)
  await touch('touchEnd')
  await expect(page.getByRole('button', { name: 'Reset' })).toBeEnabled()
})

test('without temperatures and progress no empty chart is drawn', async ({
  page,
  site,
  printer,
}) => {
  const startMs = Date.now() - 80 * 60_000
  for (let index = 0; index < 8; index += 1) {
    const time = new Date(startMs + index * 600_000).toISOString()
    const said = { status: 'Not currently printing', observed_at: time, captured_at: time }
    await report(printer, said, await takePicture(index, 640, 360))
  }
  await page.goto(`${site.url}/printers/${printer.id}`)
  await expect(page.getByRole('img').first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Explore this chart' })).toHaveCount(0)
  await page.goto(`${site.url}/printers/${printer.id}/readings`)
  await expect(page.getByText('No temperatures or progress')).toBeVisible()
})

test('a gap is shown as a gap', async ({ page, site, printer }) => {
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString()
  for (const minutesAgo of [300, 290, 280, 20, 10, 0]) {
    const time = at(minutesAgo)
    const fields = { state: 'printing', progress: 10, interval_seconds: 600, observed_at: time }
    await report(printer, { ...fields, captured_at: time }, await takePicture(minutesAgo, 640, 360))
  }
  await page.goto(`${site.url}/printers/${printer.id}/readings`)
  await slider(page).focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /no data/)
  await expect(reading(page)).toContainText('No data')
  await expect(picture(page)).toContainText(/2.h.(9|10).min (before|after)/)
})

test('it follows the theme while it is open', async ({ page, site }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await openChart(page, site)
  const light = await look(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(async () => (await look(page)).equals(light)).toBe(false)
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'light'
  })
  await expect.poll(async () => (await look(page)).equals(light)).toBe(true)
})

test('if the readings can’t be loaded, the drawing stays and its page opens', async ({
  page,
  site,
}) => {
  const printer = await sharePrinted(site)
  await page.route('**/readings?*', (route) =>
    route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
  )
  await page.goto(`${site.url}/printers/${printer.id}`)
  await page.getByRole('link', { name: 'Explore this chart' }).click()
  await expect(page).toHaveURL(/\/readings\?span=day$/)
  await expect(page.getByText('Couldn’t load the chart')).toBeVisible()
  await expect(page.locator('svg.chart:visible')).toHaveCount(1)
  await page.unroute('**/readings?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(slider(page)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${colorScheme}`, inBoth, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme })
    const { id } = await openChart(page, site)
    const opened = await new AxeBuilder({ page }).analyze()
    expect(opened.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
    await page.goto(`${site.url}/printers/${id}/readings?span=month`)
    await expect(slider(page)).toBeVisible()
    const alone = await new AxeBuilder({ page }).analyze()
    expect(alone.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  })

test('a print has its own, and an unknown printer has none', async ({ page, site }) => {
  const printer = await sharePrinted(site)
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.getByRole('link', { name: 'Explore this chart' }).click()
  await expect(slider(page)).toBeVisible()
  await page.goto(`${site.url}/printers/${printer.id}/readings?print=1`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('dual rail')
  for (const path of ['999999/readings', `${printer.id}/readings?print=99`]) {
    const answer = await page.goto(`${site.url}/printers/${path}`)
    expect(answer?.status()).toBe(404)
  }
})
