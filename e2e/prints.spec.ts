import AxeBuilder from '@axe-core/playwright'
import { mf2 } from 'microformats-parser'
import { printSomething, reportAt, startOfHistory } from './histories.ts'
import { expect, inBoth, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to a visitor of a print. */

const clockOf = (ms: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/Los_Angeles',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(ms))
const minuteMs = 60_000

test('an unknown print or archive page says so, without JavaScript too', async ({
  browser,
  site,
  printer,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  for (const path of ['prints/1', 'prints/0', 'prints/01', 'prints/one', 'archive?print=7']) {
    const answer = await page.goto(`${site.url}/printers/${printer.id}/${path}`)
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await context.close()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test(
    'a print shows when it ran, with bounds, and every picture',
    inBoth,
    async ({ page, site, printer }) => {
      const startMs = await printSomething(printer, { frames: 3 })
      await page.goto(`${site.url}/printers/${printer.id}`)
      await page.getByRole('link', { name: 'dual rail', exact: true }).click()
      await expect(page).toHaveURL(/\/prints\/1$/)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('dual rail')
      const article = page.getByRole('article')
      const at = (minute: number) => clockOf(startMs + minute * minuteMs)
      await expect(article).toContainText(`Finished between ${at(30)} and ${at(40)}`)
      await expect(article).toContainText(/Duration\s*between \d+\s/)
      await expect(article).toContainText('up to 202.0')
      const pictures = page.getByRole('region', { name: /pictures/ }).getByRole('img')
      expect(await pictures.count()).toBeGreaterThanOrEqual(3)
      await expect(pictures.first()).toHaveAccessibleName(/dual rail/)
      await expect(page.getByRole('button', { name: 'Play time-lapse' })).toBeHidden()
      await page.getByText('Show as a table').click()
      await expect(page.getByRole('cell', { name: '201.0 °C' })).toBeVisible()
    },
  )
})

test('a running print’s picture shows when it was taken, not the current time', async ({
  page,
  site,
  printer,
}) => {
  const takenAt = Date.now() - 45 * minuteMs
  const taken = new Date(takenAt).toISOString()
  await report(
    printer,
    { ...printing, interval_seconds: 1800, observed_at: taken, captured_at: taken },
    await takePicture(3),
  )
  await report(printer, { ...printing, interval_seconds: 1800, progress: 60 })
  await page.goto(`${site.url}/printers/${printer.id}/prints`)
  const card = page.getByRole('main').getByRole('listitem').first()
  await expect(card).toContainText('Printing')
  await expect(card.getByRole('time')).toContainText(clockOf(takenAt))
})

test('a print that went silent has an unknown outcome, an animation, and a chart of its own time', async ({
  page,
  site,
  printer,
}) => {
  const startMs = startOfHistory(12 * 24 * 60)
  for (let index = 0; index < 9; index += 1)
    await reportAt(printer, startMs, index * 10, { progress: index * 9 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await expect(page.getByRole('article')).toContainText('Ended, outcome unknown')
  await expect(page.getByText('No data')).toHaveCount(0)
  const link = page.getByRole('link', { name: 'animated WebP' })
  const answer = await page.request.get(site.url + (await link.getAttribute('href')))
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/webp'])
})

test(
  'a print through the night shows the new day at its pictures, and its full job name',
  inBoth,
  async ({ page, site, printer }) => {
    const tenToMidnight = Date.UTC(2026, 2, 2, 7, 50)
    const job_name = `bracket_${'with_every_setting_'.repeat(4)}in_its_name.gcode`
    for (const minute of [0, 5, 20, 25])
      await reportAt(printer, tenToMidnight, minute, { job_name, progress: minute })
    await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
    const times = page.getByRole('region', { name: /pictures/ }).getByRole('time')
    await expect(times).toHaveText(['23:50 PST', '23:55 PST', 'Mon 00:10 PST', '00:15 PST'])
    await expect(page.getByRole('article')).toContainText(job_name)
  },
)

test('a print leads to the one before it and the one after it', async ({ page, site, printer }) => {
  await printSomething(printer, { frames: 3, job: 'first.gcode' })
  await report(
    printer,
    { ...printing, job_name: 'second.gcode', progress: 4 },
    await takePicture(77),
  )
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await page.getByRole('link', { name: 'Next print' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('second')
  await expect(page.getByRole('article')).toContainText('Still printing')
  await page.getByRole('link', { name: 'Previous print' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('first')
  await page.getByRole('link', { name: 'All prints' }).click()
  await expect(page.getByRole('link', { name: /^(first|second)$/ })).toHaveCount(2)
})

test('every print can be reached by plain links, page after page', async ({
  site,
  printer,
  browser,
}) => {
  const hours = 26
  const startMs = startOfHistory(hours * 60)
  for (let hour = 0; hour < hours; hour += 1)
    for (const [minute, state] of [
      [0, 'printing'],
      [10, 'finished'],
    ] as const)
      await reportAt(printer, startMs, hour * 60 + minute, { state, job_name: `job ${hour}` }, null)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${site.url}/printers/${printer.id}/prints`)
  const names = () => page.getByRole('link', { name: /^job \d+$/ }).allTextContents()
  const all = await names()
  expect(all).toHaveLength(24)
  await expect(page.getByRole('link', { name: 'Newest prints' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Older prints' }).click()
  await expect(page.getByRole('link', { name: 'Newest prints' })).toBeVisible()
  all.push(...(await names()))
  expect(all).toEqual(Array.from({ length: hours }, (_, index) => `job ${hours - 1 - index}`))
  await expect(page.getByRole('link', { name: 'Older prints' })).toHaveCount(0)
  await context.close()
})

test('a print shows its filament', async ({ page, site, printer }) => {
  const startMs = startOfHistory(60)
  const said = { job_name: 'dual_rail.gcode', filament_total_mm: 8200 }
  const api = async () => (await (await fetch(`${printer.api}prints/1`)).json()).filament
  await reportAt(printer, startMs, 0, { ...said, filament_used_mm: 3100.5 })
  expect(await api()).toEqual({ used_mm: 3100.5, total_mm: 8200 })
  await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
  await expect(page.getByRole('article')).toContainText('3.1 of 8.2')
  const finished = { state: 'finished', job_name: 'dual_rail.gcode', filament_used_mm: 8123 }
  await reportAt(printer, startMs, 10, finished)
  expect(await api()).toEqual({ used_mm: 8123, total_mm: 8200 })
  await page.reload()
  await expect(page.getByRole('article')).toContainText(/Filament\s*8\.1\sm/)
  await expect(report(printer, { filament_used_mm: -5 })).rejects.toThrow(/filament_used_mm/)
})

test('machines read the print: an h-entry with its times and picture, and a preview', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  await site.printers('publish', `${printer.id}`, '1')
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

for (const colorScheme of ['light', 'dark'] as const)
  test(
    `axe finds nothing on prints, nor does the console, ${colorScheme}`,
    inBoth,
    async ({ page, site, printer }) => {
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
    },
  )
