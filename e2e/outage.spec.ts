import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { startPostgres } from '../testing/postgres/postgres-server.ts'
import { addPrinter, expect, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* A real Postgres, killed while the site runs. */

test('without its database the site says so, still serves posts, and recovers by itself', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const postgres = await startOrSkip('Postgres', () => startPostgres())
  test.skip(postgres === null, 'no Postgres can be had here')
  if (postgres === null) return
  const site = await startSite({ DATABASE_URL: await postgres.createDatabase() })
  try {
    const printer = await addPrinter(site, 'Maker Select')
    await report(printer, printing, await takePicture(1))
    await postgres.kill()
    for (const path of ['', '/archive', '/prints', '/readings', '/present', '/share']) {
      const answer = await page.goto(`${site.url}/printers/${printer.id}${path}`)
      expect(answer?.status(), path).toBe(503)
      expect(answer?.headers()['cache-control']).toBe('no-store')
      expect(answer?.headers()['retry-after']).toBe('30')
      await expect(page.getByRole('banner')).toHaveCount(1)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Printer data is temporarily unavailable',
      )
    }
    const frame = await page.goto(`${site.url}/printers/${printer.id}/embed`)
    expect(frame?.status()).toBe(503)
    await expect(page.getByRole('main')).toHaveText(/temporarily unavailable/)
    // A projector recovers by itself.
    await expect(page.locator('head meta[http-equiv="refresh"]')).toHaveCount(1)
    expect((await page.request.get(`${site.url}/api/3dprinter/${printer.id}/`)).status()).toBe(503)
    // Nobody has requested them before, and each shows what other sites say of it.
    expect((await page.goto(`${site.url}/blog`))?.status()).toBe(200)
    await page.locator('main a[href^="/20"]').first().click()
    await expect(page.getByRole('article')).toBeVisible()
    expect((await page.reload())?.status()).toBe(200)
    expect((await page.request.get(`${site.url}/feed.json`)).status()).toBe(200)
    expect((await page.goto(site.url))?.status()).toBe(200)
    await postgres.start()
    await expect
      .poll(async () => (await page.goto(`${site.url}/printers/${printer.id}`))?.status())
      .toBe(200)
    await expect(page.getByRole('article')).toContainText('Printing')
  } finally {
    await site.stop()
    await postgres.stop()
  }
})
