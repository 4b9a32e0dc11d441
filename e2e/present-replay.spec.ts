import { ago, band, picture, printAndRest, reportAgo } from './histories.ts'
import { expect, test } from './site.ts'
import { printing, report } from './snapper.ts'

/* Promises to an audience: replays of prints. */

test.use({ viewport: { width: 1920, height: 1080 } })

test.describe('while the printer is idle', () => {
  test('the last print is replayed, clearly marked as a replay', async ({
    page,
    site,
    printer,
    context,
  }) => {
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(band(page)).toBeVisible()
    await expect(band(page)).toContainText(/\w{3} \d{1,2} \w{3} \d{4}/)
    await expect(page).toHaveTitle(/^REPLAY/)
    await expect(picture(page)).toHaveAccessibleName(/^Replay: /)
    await expect(page.getByText(/Now: Idle/)).toBeVisible()
    await expect(page.getByText('Printing benchy')).toHaveCount(0)
    // Every frame of the print and none of the empty bed; also without a network.
    await context.setOffline(true)
    const seen = new Set<string | null>()
    for (let step = 0; step < 12; step += 1) {
      await expect(band(page)).toBeVisible()
      seen.add(await page.getByText(/^Frame \d of 4$/).textContent())
      await expect
        .poll(() => picture(page).evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBeGreaterThan(0)
      await page.clock.runFor(1_250)
    }
    expect([...seen].sort()).toEqual([
      'Frame 1 of 4',
      'Frame 2 of 4',
      'Frame 3 of 4',
      'Frame 4 of 4',
    ])
  })

  test('and gives way to a print as soon as one begins', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(band(page)).toBeVisible()
    await reportAgo(printer, 0, { ...printing, progress: 3 }, 20)
    await expect
      .poll(async () => {
        await page.clock.runFor(60_000)
        return page.getByText('Printing benchy').isVisible()
      })
      .toBe(true)
    await expect(band(page)).toHaveCount(0)
    await expect(page).not.toHaveTitle(/REPLAY/)
  })

  test('a silent printer’s state is not shown as current', async ({ page, site, printer }) => {
    for (const [index, progress] of [10, 40].entries())
      await reportAgo(printer, 3 * 86_400 - index * 600, { ...printing, progress }, index)
    for (const query of ['', '?replay=1']) {
      await page.goto(`${site.url}/printers/${printer.id}/present${query}`)
      await expect(band(page)).toBeVisible()
      await expect(
        page.getByText(/No news from the printer\. Last report 2.days ago/),
      ).toBeVisible()
      await expect(page.getByText(/Now:/)).toHaveCount(0)
    }
  })

  test('the keyboard stops it and steps through it', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(band(page)).toBeVisible()
    await page.keyboard.press(' ')
    await expect(page.getByRole('button', { name: 'Play' })).toBeAttached()
    // The controls don't cover the day.
    const { y, height } = (await band(page).boundingBox()) ?? { y: 0, height: 0 }
    const controls = await page.getByRole('navigation').boundingBox()
    expect(controls?.y).toBeGreaterThan(y + height - 1)
    const frame = async () => (await page.getByText(/^Frame \d of 4$/).textContent()) ?? ''
    const before = Number(/\d/.exec(await frame())?.[0])
    await page.keyboard.press('ArrowRight')
    await expect.poll(frame).toBe(`Frame ${(before % 4) + 1} of 4`)
    await page.keyboard.press('Tab')
    const outline = await page
      .locator(':focus')
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).outlineWidth))
    expect(outline).toBeGreaterThan(0)
  })

  test('with reduced motion it doesn’t move', async ({ page, site, printer }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present`)
    await expect(page.getByText('Frame 4 of 4')).toBeVisible()
    await page.clock.runFor(30_000)
    await expect(page.getByText('Frame 4 of 4')).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(page.getByText('Frame 3 of 4')).toBeVisible()
  })

  test('?replay= replays a chosen print, also while another one runs', async ({
    page,
    site,
    printer,
  }) => {
    for (const [index, day] of [9, 9, 9, 2, 2].entries())
      await reportAgo(
        printer,
        day * 86_400 - index * 600,
        { ...printing, job_name: day === 9 ? 'older.gcode' : 'newer.gcode', progress: index * 20 },
        index,
      )
    await reportAgo(printer, 30, { ...printing, progress: 12 }, 20)
    // From the first byte: a requested replay never starts with the live view.
    const html = await (await fetch(`${site.url}/printers/${printer.id}/present?replay=1`)).text()
    expect(html).toContain('present-band')
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await expect(band(page)).toBeVisible()
    const day = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/Los_Angeles',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    })
    const date = day.format(new Date(Date.now() - 9 * 86_400_000))
    await expect(band(page)).toContainText(date)
    await expect(page.getByText(/^Frame \d of 3$/)).toBeVisible()
    await expect(page.getByText(/^older, at/)).toBeVisible()
    await expect(page.getByText(/Now: Printing benchy/)).toBeVisible()
    await page.getByRole('link', { name: 'Live only' }).click()
    await expect(band(page)).toHaveCount(0)
    await expect(page.getByRole('main')).toContainText('Printing benchy')
  })

  for (const given of ['99', 'benchy', '0'])
    test(`?replay=${given}: an unknown print is reported, and the current state is shown`, async ({
      page,
      site,
      printer,
    }) => {
      await printAndRest(printer)
      await page.goto(`${site.url}/printers/${printer.id}/present?replay=${given}`)
      await expect(page.getByText(`no print “${given}”`)).toBeVisible()
      await page.waitForLoadState('networkidle')
      await expect(band(page)).toHaveCount(0)
      await expect(page.getByText('Idle')).toBeVisible()
    })

  test('a replay ends when the owner pauses pictures', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.clock.install()
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await expect(band(page)).toBeVisible()
    await site.printers('pause', String(printer.id))
    await expect
      .poll(async () => {
        await page.clock.runFor(60_000)
        return band(page).count()
      })
      .toBe(0)
    await expect(picture(page)).toHaveCount(0)
  })

  test('a print without pictures is said to have none', async ({ page, site, printer }) => {
    await report(printer, { ...printing, interval_seconds: 600, observed_at: ago(7200) })
    await reportAgo(printer, 60, { state: 'idle', status: 'Operational' }, 9)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await expect(page.getByText('Print 1 has no pictures')).toBeVisible()
  })

  test('?replay=off shows the live view only', async ({ page, site, printer }) => {
    await printAndRest(printer)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=off`)
    await page.waitForLoadState('networkidle')
    await expect(page.getByText('Idle')).toBeVisible()
    await expect(band(page)).toHaveCount(0)
  })
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a replay is its first frame, marked as a replay, with a link to the others', async ({
    page,
    site,
    printer,
  }) => {
    await printAndRest(printer)
    await page.goto(`${site.url}/printers/${printer.id}/present?replay=1`)
    await expect(band(page)).toContainText(/Replay\s*from \w{3} \d{1,2} \w{3} \d{4}/)
    await expect(page.getByText('Frame 1 of 4')).toBeVisible()
    await expect(picture(page)).toHaveAccessibleName(/^Replay: /)
    await page.getByRole('link', { name: 'the print’s page' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('benchy')
  })
})
