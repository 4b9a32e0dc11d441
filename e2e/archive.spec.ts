import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { printSomething, reportAt, shareHistory, startOfHistory } from './histories.ts'
import { expect, inBoth, test } from './site.ts'
import { printing } from './snapper.ts'

/* Promises to a visitor of the archive. */

// In one worker, so that the long history is sent once.
test.describe.configure({ mode: 'default' })

const pictures = (page: Page) => page.getByRole('main').getByRole('img')

/** 25 pictures on each of three days, more than one page. */
const shareDays = shareHistory(async (printer) => {
  for (const day of [1, 2, 3])
    for (let minute = 0; minute < 25; minute += 1) {
      const seed = day * 100 + minute
      await reportAt(printer, Date.UTC(2026, 2, day, 20), minute, { progress: day }, seed, [64, 48])
    }
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('links lead to every picture, and back to the newest', async ({ page, site }) => {
    const printer = await shareDays(site)
    await page.goto(`${site.url}/printers/${printer.id}`)
    await page.getByRole('link', { name: 'All pictures' }).click()
    await expect(pictures(page)).toHaveCount(48)
    await page.getByRole('link', { name: 'Older pictures' }).click()
    await expect(pictures(page)).toHaveCount(27)
    await expect(page.getByRole('link', { name: 'Older pictures' })).toHaveCount(0)
    await page.getByRole('link', { name: 'Newest pictures' }).click()
    await expect(pictures(page)).toHaveCount(48)
  })

  test('a state or a print filters it, and the URL says so', async ({ page, site, printer }) => {
    await printSomething(printer, { frames: 3 })
    const path = `${site.url}/printers/${printer.id}/archive`
    await page.goto(path)
    await expect(pictures(page)).toHaveCount(5)
    await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('idle')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL(/state=idle/)
    await expect(pictures(page)).toHaveCount(1)
    await page.getByRole('navigation', { name: 'Days' }).getByRole('link').first().click()
    await expect(page).toHaveURL(/state=idle/)
    await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/)
    await expect(pictures(page)).toHaveCount(1)
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await page
      .getByRole('combobox', { name: 'Print', exact: true })
      .selectOption({ label: '1: dual rail' })
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(pictures(page).first()).toHaveAccessibleName(/dual rail/)
    await page.goto(`${path}?state=error`)
    await expect(page.getByText('No pictures match.')).toBeVisible()
  })

  test('a print that is older than those on offer stays chosen, and its days are the ones to jump to', async ({
    page,
    site,
    printer,
  }) => {
    const startMs = startOfHistory(26 * 24 * 60)
    for (let job = 0; job < 26; job += 1)
      for (const [minute, state] of [
        [0, 'printing'],
        [10, 'finished'],
      ] as const) {
        const seed = job < 2 ? job * 100 + minute : null
        const at = job * 24 * 60 + minute
        await reportAt(printer, startMs, at, { state, job_name: `job ${job}` }, seed)
      }
    await page.goto(`${site.url}/printers/${printer.id}/prints/1`)
    await page.getByRole('link', { name: 'Pictures of this print' }).click()
    await expect(pictures(page)).toHaveCount(2)
    const print = page.getByRole('combobox', { name: 'Print', exact: true })
    await expect(print.locator('option:checked')).toHaveText('1: job 0')
    const days = page.getByRole('navigation', { name: 'Days' }).getByRole('link')
    await expect(days).toHaveText([/2 pictures$/])
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL(/print=1/)
    await expect(pictures(page)).toHaveCount(2)
  })

  test(
    'before the first picture and after the last one, words and links fit',
    inBoth,
    async ({ page, site, printer }) => {
      const path = `${site.url}/printers/${printer.id}/archive`
      await page.goto(path)
      await expect(page.getByText('No pictures yet.')).toBeVisible()
      await reportAt(printer, startOfHistory(10), 0, printing)
      await page.goto(`${path}?day=2099-01-01`)
      await expect(page.getByText('No pictures on Thu 1 Jan 2099.')).toBeVisible()
      await expect(pictures(page)).toHaveCount(1)
      const days = page.getByRole('navigation', { name: 'Days' }).getByRole('link')
      await expect(days).toHaveText([/1 picture$/])
    },
  )

  test('a day is a starting point: older and newer pictures follow', async ({ page, site }) => {
    const printer = await shareDays(site)
    const path = `${site.url}/printers/${printer.id}/archive`
    const sections = page.getByRole('region', { name: /Mar 2026/ })
    await page.goto(path)
    await page.getByLabel('Jump to a day').fill('2026-03-02')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL(/day=2026-03-02/)
    await expect(sections).toHaveCount(2)
    await expect(sections.first()).toHaveAccessibleName(/2 Mar 2026/)
    await expect(page.getByText('No pictures on')).toHaveCount(0)
    await expect(pictures(page)).toHaveCount(48)
    const jumped = page
      .getByRole('navigation', { name: 'Days' })
      .getByRole('link', { name: /2 Mar/ })
    await expect(jumped).toHaveAttribute('aria-current', 'page')
    await page.getByRole('link', { name: 'Older pictures' }).click()
    await expect(pictures(page)).toHaveCount(2)
    await expect(page.getByRole('link', { name: 'Older pictures' })).toHaveCount(0)
    await page.getByRole('link', { name: 'Newer pictures' }).click()
    await expect(pictures(page)).toHaveCount(48)
    await expect(sections.first()).toHaveAccessibleName(/2 Mar 2026/)
    await page.getByRole('link', { name: 'Newer pictures' }).click()
    await expect(pictures(page)).toHaveCount(25)
    await expect(sections.first()).toHaveAccessibleName(/3 Mar 2026/)
    await expect(page.getByRole('link', { name: 'Newer pictures' })).toHaveCount(0)

    await page.goto(`${path}?day=1999-01-01`)
    await expect(page.getByText('No older pictures match.')).toBeVisible()
    await page.getByRole('link', { name: 'Newer pictures' }).click()
    await expect(sections.last()).toHaveAccessibleName(/1 Mar 2026/)
    await page.getByRole('link', { name: 'Newest pictures' }).click()
    await expect(sections.first()).toHaveAccessibleName(/3 Mar 2026/)
  })

  test('an invalid filter is explained, and everything is shown', async ({
    page,
    site,
    printer,
  }) => {
    await reportAt(printer, startOfHistory(10), 0, printing)
    await page.goto(`${site.url}/printers/${printer.id}/archive?day=yesterday`)
    await expect(page.getByText('"day" must be a day like')).toBeVisible()
    await expect(pictures(page)).toHaveCount(1)
  })
})

test('older pictures load while one scrolls', inBoth, async ({ page, site }) => {
  const printer = await shareDays(site)
  await page.goto(`${site.url}/printers/${printer.id}/archive`)
  await expect(pictures(page).first()).toBeVisible()
  await page.getByRole('contentinfo').scrollIntoViewIfNeeded()
  await expect(pictures(page)).toHaveCount(75)
  await expect(page.getByText('No older pictures.')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(
    `axe finds nothing in the archive, nor does the console, ${colorScheme}`,
    inBoth,
    async ({ page, site, printer }) => {
      const faults: string[] = []
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
      await page.emulateMedia({ colorScheme })
      await printSomething(printer, { frames: 3 })
      await page.goto(`${site.url}/printers/${printer.id}/archive`)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
      expect(faults).toEqual([])
    },
  )
