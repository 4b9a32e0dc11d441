import { expectClean } from './clean-page.ts'
import { startOwnSite } from './own-site.ts'
import { addPrinter, expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a visitor chooses one of the cameras, and each picture has its own age', async ({
    page,
    site,
    printer,
  }) => {
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
    const at = { observed_at: ago(30), interval_seconds: 600 }
    await report(printer, { ...printing, ...at, camera_name: 'wide' }, await takePicture(1))
    const second = { ...at, camera: 2, camera_name: 'nozzle', captured_at: ago(180) }
    await report(printer, second, await takePicture(2))
    const first = `/printers/${printer.id}`
    await page.goto(site.url + first)
    const shown = page.getByRole('img', { name: /^3D printer, printing/ })
    const picture = await shown.getAttribute('src')
    const cameras = page.getByRole('navigation', { name: 'Cameras' })
    await expect(cameras.getByRole('link')).toHaveText(['wide', 'nozzle'])
    await cameras.getByRole('link', { name: 'nozzle' }).click()
    await expect(page).toHaveURL(new RegExp(`${first}\\?camera=2$`))
    expect(await shown.getAttribute('src')).not.toBe(picture)
    await expect(cameras.getByRole('link', { name: 'nozzle' })).toHaveAttribute(
      'aria-current',
      'page',
    )
    await expect(page.locator('.full-frame-named .full-frame-edge')).toContainText('3 min ago')
  })

  test('a visitor sees a print and the archive by one of the cameras', async ({
    page,
    site,
    printer,
  }) => {
    const path = `/printers/${printer.id}`
    for (const minutes of [20, 10]) {
      const at = new Date(Date.now() - minutes * 60_000).toISOString()
      const reading = { ...printing, observed_at: at, camera_name: 'wide' }
      await report(printer, reading, await takePicture(minutes))
      const second = { observed_at: at, captured_at: at, camera: 2, camera_name: 'nozzle' }
      await report(printer, second, await takePicture(minutes + 1))
    }
    const cameras = page.getByRole('navigation', { name: 'Cameras' })
    const pictures = page.locator('.contact-frame')
    const listPictures = () =>
      pictures.evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    for (const part of [`${path}/archive?state=printing`, `${path}/prints/1`]) {
      await page.goto(site.url + part)
      const first = await listPictures()
      expect(first).toHaveLength(2)
      await cameras.getByRole('link', { name: 'nozzle' }).click()
      await expect(page).toHaveURL(/[?&]camera=2$/)
      const second = await listPictures()
      expect(second).toHaveLength(2)
      expect(second.filter((href) => first.includes(href))).toEqual([])
      const missing = await page.goto(`${site.url}${part.split('?')[0]}?camera=9`)
      expect(missing?.status()).toBe(404)
      await expect(page.getByRole('heading', { name: 'No such camera' })).toBeVisible()
      await cameras.getByRole('link', { name: 'wide' }).click()
      expect(await listPictures()).toEqual(first)
    }
  })
})

test('the wall shows all printers and cameras on one screen, whatever its size', async ({
  page,
}) => {
  test.setTimeout(60_000)
  const own = await startOwnSite()
  try {
    for (let count = 1; count <= 9; count += 1) {
      const printer = await addPrinter(own, `Printer ${count}`)
      await report(
        printer,
        { ...printing, interval_seconds: 600 },
        await takePicture(count, 320, 180),
      )
      if (![1, 2, 4, 9].includes(count)) continue
      await page.goto(`${own.url}/printers/wall`)
      await expect(page.getByRole('article')).toHaveCount(count)
      for (const [width, height] of [
        [1920, 1080],
        [3840, 2160],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height })
        const cells = await page.getByRole('article').evaluateAll((articles) =>
          articles.map((article) => {
            const { bottom, right } = article.getBoundingClientRect()
            const image = article.querySelector('.full-frame-picture')?.getBoundingClientRect()
            return {
              isInside: bottom <= innerHeight + 1 && right <= innerWidth + 1,
              high: image?.height ?? 0,
            }
          }),
        )
        expect(cells.every(({ isInside, high }) => isInside && high > 60)).toBe(true)
        expect(await page.evaluate(() => document.documentElement.scrollHeight > innerHeight)).toBe(
          false,
        )
      }
    }
    await expectClean(page, 'wall')
    await own.stop()
    await page.context().setOffline(true)
    await expect(page.getByText('Your device is offline.').first()).toBeVisible()
  } finally {
    await own.stop().catch(() => undefined)
  }
})
