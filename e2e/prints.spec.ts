import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { mf2 } from 'microformats-parser'
import { printSomething } from './prints-site.ts'
import { expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What a visitor of a print is promised. */

const clockOf = (ms: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/Los_Angeles',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(ms))
const minuteMs = 60_000
const frame = (page: Page) => page.getByRole('slider', { name: 'Frame' })
const open = (page: Page) => page.getByRole('button', { name: 'Watch it grow' }).click()

test('a print that there isn’t says so', async ({ page, site, printer }) => {
  for (const number of ['1', '0', '01', 'one']) {
    const answer = await page.goto(`${site.url}/printers/${printer.id}/prints/${number}`)
    expect(answer?.status()).toBe(404)
  }
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a print tells when it ran and how sure that is, and shows every picture', async ({
    page,
    site,
    printer,
  }) => {
    const startMs = await printSomething(printer, { frames: 3 })
    await page.goto(`${site.url}/printers/${printer.id}`)
    await page.getByRole('link', { name: 'dual rail', exact: true }).click()
    await expect(page).toHaveURL(/\/prints\/1$/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('dual rail')
    const article = page.getByRole('article')
    const at = (minute: number) => clockOf(startMs + minute * minuteMs)
    await expect(article).toContainText(`Finished between ${at(30)} and ${at(40)}`)
    await expect(article).toContainText(/Took\s*between \d+\s/)
    await expect(article).toContainText('up to 202.0')
    const pictures = page.getByRole('region', { name: /pictures/ }).getByRole('img')
    expect(await pictures.count()).toBeGreaterThanOrEqual(3)
    await expect(pictures.first()).toHaveAccessibleName(/dual rail/)
    await expect(page.getByRole('button', { name: 'Watch it grow' })).toBeHidden()
    await page.getByText('The figures').click()
    await expect(page.getByRole('cell', { name: '201.0 °C' })).toBeVisible()
  })
})

test('a print leads to the one before it and the one after it', async ({ page, site, printer }) => {
  await printSomething(printer, { frames: 3, job: 'first.gcode' })
  await report(
    printer,
    { ...printing, job_name: 'second.gcode', progress: 4 },
    await takePicture(77),
  )
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.getByRole('link', { name: 'The print after it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('second')
  await expect(page.getByRole('article')).toContainText('Still printing')
  await page.getByRole('link', { name: 'The print before it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('first')
  await page.getByRole('link', { name: 'All prints' }).click()
  await expect(page.getByRole('link', { name: /^(first|second)$/ })).toHaveCount(2)
})

test('machines read the print: an h-entry with its times and picture, and a preview', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  const url = `${site.url}/printers/${printer.id}/prints/1`
  const html = await (await fetch(url)).text()
  const entry = mf2(html, { baseUrl: url }).items.find(({ type }) => type?.includes('h-entry'))
  const { name, photo, start, end } = entry?.properties ?? {}
  expect(name).toEqual(['dual rail'])
  expect(String(photo?.[0])).toMatch(/\/media\/[0-9a-f]{64}\/\d+\.jpg$/)
  expect(Date.parse(String(end?.[0]))).toBeGreaterThan(Date.parse(String(start?.[0])))
  expect(html).toMatch(
    /<meta property="og:image" content="http[^"]+\/media\/[0-9a-f]{64}\/\d+\.jpg"/,
  )
  expect(html).toMatch(/<meta property="og:description" content="Started [^"]+ Finished [^"]+"/)
})

test('fewer than eight pictures are a contact sheet and no flipbook', async ({
  page,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await expect(page.getByRole('heading', { name: /All its \d pictures/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Watch it grow' })).toHaveCount(0)
})

test('the flipbook is brought when asked for, plays to its end, and can be scrubbed', async ({
  page,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 9 })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.waitForLoadState('networkidle')
  expect(asked.some((url) => url.endsWith('/frames'))).toBe(false)
  await open(page)
  const last = Number(await frame(page).getAttribute('max'))
  expect(last).toBeGreaterThanOrEqual(8)
  await expect(frame(page)).toHaveValue(String(last), { timeout: 20_000 })
  await expect(page.getByRole('button', { name: 'Play' })).toBeFocused()

  await frame(page).focus()
  await page.keyboard.press('Home')
  await expect(frame(page)).toHaveValue('0')
  await page.keyboard.press('ArrowRight')
  await expect(frame(page)).toHaveValue('1')
  await expect(page.locator('.flipbook')).toContainText(/20[01]\.0\s°C/)
  await page.keyboard.press('End')
  await expect(frame(page)).toHaveAttribute('aria-valuetext', /of \d+, \d\d:\d\d, 100\s%$/)
  await expect(page.locator('.flipbook')).toContainText(/214\.8\s°C/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()

  const stage = page.locator('canvas')
  await stage.scrollIntoViewIfNeeded()
  const box = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(box.x + 2, box.y + box.height / 2)
  await page.mouse.down()
  await expect(frame(page)).toHaveValue('0')
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2)
  await expect(frame(page)).toHaveValue(String(last))
  await page.mouse.up()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
})

test('who wants less motion sees the first frame until asking for more', async ({
  page,
  site,
  printer,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.clock.install()
  await printSomething(printer, { frames: 9 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await open(page)
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
  await page.clock.runFor(10_000)
  await expect(frame(page)).toHaveValue('0')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect
    .poll(async () => {
      await page.clock.runFor(500)
      return Number(await frame(page).inputValue())
    })
    .toBeGreaterThan(1)
})

test('a line that breaks is told, and the flipbook can be asked for again', async ({
  page,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 9 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.route('**/frames', (route) => route.abort())
  await open(page)
  await expect(page.getByText('could not be brought')).toBeVisible()
  await page.unroute('**/frames')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(frame(page)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on prints, nor does the console, ${colorScheme}`, async ({
    page,
    site,
    printer,
  }) => {
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.emulateMedia({ colorScheme })
    await printSomething(printer, { frames: 9 })
    for (const path of ['', '/prints', '/prints/1']) {
      await page.goto(`${site.url}/printers/${printer.id}${path}`)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
    }
    expect(faults).toEqual([])
  })
