import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { addPrinter, expect, type Site, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to a visitor for whom something is broken or missing. */

/** A damaged row, at which every page of the printer fails. */
function damage(site: Site): void {
  const database = new Database(join(site.dataDir, 'paparazza.sqlite'))
  database.prepare("UPDATE observations SET temperatures = '{'").run()
  database.close()
}

/** A site with a printer whose pages all fail. */
async function startBrokenSite(): Promise<Site> {
  const site = await startSite()
  await report(await addPrinter(site, 'Maker Select'), printing, await takePicture(1))
  damage(site)
  // The error page is rendered a second after the start.
  const read = async () => (await fetch(site.url)).text()
  await expect.poll(read).toContain('client.js')
  return site
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a page that fails says so in the site’s own type and leads on', async ({ page }) => {
    const site = await startBrokenSite()
    try {
      const posts = await page.goto(`${site.url}/blog`)
      expect(posts?.status()).toBe(200)
      const font = () => page.evaluate(() => getComputedStyle(document.body).fontFamily)
      const own = await font()
      for (const path of ['/printers/1', '/printers/1/embed', '/printers/1/archive', '/']) {
        const answer = await page.goto(`${site.url}${path}`)
        expect([path, answer?.status()]).toEqual([path, 500])
        expect(answer?.headers()['cache-control']).toBe('no-store')
        expect(answer?.headers()['content-security-policy']).not.toMatch(/sha256|unsafe/)
        await expect(page).toHaveTitle(/^Something went wrong/)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something went wrong')
        await expect(page.getByRole('link', { name: 'Try again' })).toHaveAttribute('href', '')
        await expectWaysOn(page)
        expect(await font()).toBe(own)
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(beyond).toBeLessThanOrEqual(0)
      }
    } finally {
      await site.stop()
    }
  })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on the page of an error, ${colorScheme}`, async ({ page }) => {
    const site = await startBrokenSite()
    try {
      await page.emulateMedia({ colorScheme })
      await page.goto(site.url)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
    } finally {
      await site.stop()
    }
  })

test('a link that is wrong gets a page that leads on', async ({ page, site }) => {
  for (const [path, status] of [
    ['/nowhere', 404],
    ['/site-error', 404],
    ['/printers/999999', 404],
    ['/%e0%a4', 400],
    ['/blog//2021', 404],
  ] as const) {
    const answer = await page.goto(site.url + path)
    expect([path, answer?.status()]).toEqual([path, status])
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
    await expectWaysOn(page)
  }
})

async function expectWaysOn(page: Page): Promise<void> {
  for (const target of ['/', '/blog', '/printer'])
    await expect(page.getByRole('main').locator(`a[href="${target}"]`)).toBeVisible()
}
