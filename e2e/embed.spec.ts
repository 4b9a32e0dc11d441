import sharp from 'sharp'
import { expect, test } from './elsewhere-site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to other sites: the iframe that shows a printer, and oEmbed. */

test('the iframe of an unknown printer says so, also without JavaScript', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const answer = await page.goto(`${site.url}/printers/999999/embed`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('main')).toHaveText('This printer does not exist.')
  await context.close()
})

test('the iframe may be embedded by other sites, and the page itself may not', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1))
  const src = `${site.url}/printers/${printer.id}`
  const frames = ['/embed', ''].map((end) => `<iframe src="${src}${end}"></iframe>`)
  await page.goto(await openElsewhere(frames.join('')))
  await expect(page.frameLocator('iframe').first().getByText('Printing benchy')).toBeVisible()
  await expect(page.frameLocator('iframe').last().getByText('Printing benchy')).toHaveCount(0)
})

test('a sandboxed iframe, as blogs use for oEmbed, shows the same', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1))
  const faults: string[] = []
  page.on('requestfailed', (request) => {
    if (request.url().includes('/_next/')) faults.push(request.url())
  })
  await page.clock.install()
  const src = `${site.url}/printers/${printer.id}/embed`
  const frame = (width: number) => `width="${width}" height="400" src="${src}"`
  await page.goto(
    await openElsewhere(
      `<iframe sandbox="allow-scripts" ${frame(400)}></iframe><iframe sandbox ${frame(401)}></iframe>`,
    ),
  )
  const [live, still] = [400, 401].map((width) => page.frameLocator(`[width="${width}"]`))
  for (const each of [live, still])
    await expect(each?.locator('.embed-card') ?? page.locator('none')).toHaveCSS('display', 'grid')
  await report(printer, { ...printing, progress: 77 }, await takePicture(2))
  await expect
    .poll(async () => {
      await page.clock.runFor(30_000)
      return live?.getByRole('heading').textContent()
    })
    .toContain('77')
  expect(faults).toEqual([])
})

test('on a phone, iframe and oEmbed fit into the page', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printers/${printer.id}/share`)
  const snippet = (await page.locator('pre').allTextContents()).find((code) => /^<ifr/.test(code))
  const query = `url=${encodeURIComponent(`http://localhost:3000/printers/${printer.id}`)}`
  const oembed = await (await fetch(`${site.url}/api/oembed?${query}`)).json()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(await openElsewhere(`<meta name="viewport">${snippet}${oembed.html}`))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

for (const [width, height] of [
  [640, 520],
  [280, 157],
  [280, 220],
  [400, 100],
] as const)
  test(`at ${width} x ${height} an iframe without a picture says why and when, without overlap`, async ({
    page,
    site,
    printer,
  }) => {
    await page.setViewportSize({ width, height })
    await report(printer, { ...printing, reason: 'camera_timeout' })
    await page.goto(`${site.url}/printers/${printer.id}/embed`)
    await expect(page.locator('time').filter({ visible: true }).first()).toBeInViewport({
      ratio: 1,
    })
    const boxes = await page
      .locator('.blank-frame, .blank-frame > *')
      .filter({ visible: true })
      .evaluateAll((parts) =>
        parts.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
      )
    const [[top = 0, bottom = 0] = [], ...words] = boxes
    expect(words.length).toBeGreaterThan(0)
    let above = top
    for (const [from = 0, to = 0] of words) {
      expect(from).toBeGreaterThanOrEqual(above)
      above = to
    }
    expect(above).toBeLessThanOrEqual(bottom)
  })

test('a text of five hundred letters leaves room for the picture in every iframe', async ({
  page,
  site,
  printer,
}) => {
  const status = 'Printing a part with a very long story. '.repeat(12)
  await report(printer, { status, interval_seconds: 60 }, await takePicture(1))
  for (const [width, height] of [
    [640, 520],
    [280, 220],
    [400, 100],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.goto(`${site.url}/printers/${printer.id}/embed`)
    const box = await page.getByRole('img', { name: /3D printer/ }).boundingBox()
    expect(box?.height, `${width} x ${height}`).toBeGreaterThan(0.2 * height)
    // The line, whose letters are in an element of their own.
    const line = page.getByText('Maker Select').locator('xpath=..')
    await expect(line).toBeInViewport({ ratio: 1 })
  }
})

for (const [width, height] of [
  [1200, 900],
  [640, 520],
  [800, 300],
  [320, 480],
  [280, 220],
  [400, 100],
] as const)
  test(`at ${width} x ${height} the iframe shows picture, state and time, and nothing is cut off`, async ({
    page,
    site,
    printer,
  }) => {
    await page.setViewportSize({ width, height })
    await report(printer, printing, await takePicture(1))
    await page.goto(`${site.url}/printers/${printer.id}/embed`)
    for (const part of [
      page.getByRole('img', { name: /3D printer/ }),
      page.getByRole('heading', { name: /Printing benchy, 42/ }),
      page.locator('time').filter({ visible: true }).first(),
    ]) {
      const box = await part.boundingBox()
      expect(box?.x).toBeGreaterThanOrEqual(0)
      expect(box?.y).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height)
    }
  })

test('the iframe is light, dark, or as the visitor prefers', async ({ page, site, printer }) => {
  await report(printer, printing, await takePicture(1))
  const brightness = async (theme: string, colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme })
    await page.goto(`${site.url}/printers/${printer.id}/embed?theme=${theme}`)
    const shot = await page.screenshot({ clip: { x: 20, y: 700, width: 8, height: 8 } })
    return (await sharp(shot).stats()).channels[0]?.mean ?? 0
  }
  await page.setViewportSize({ width: 640, height: 720 })
  expect(await brightness('light', 'dark')).toBeGreaterThan(200)
  expect(await brightness('dark', 'light')).toBeLessThan(60)
  expect(await brightness('auto', 'light')).toBeGreaterThan(200)
  expect(await brightness('auto', 'dark')).toBeLessThan(60)
  expect(await brightness('nonsense', 'dark')).toBeLessThan(60)
})

test('the iframe updates itself, and is complete without JavaScript', async ({
  page,
  browser,
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  const url = `${site.url}/printers/${printer.id}/embed`
  await page.clock.install()
  await page.goto(url)
  await expect(page.getByRole('heading')).toContainText('42')
  await report(printer, { ...printing, progress: 77 }, await takePicture(2))
  await page.clock.runFor(90_000)
  await expect(page.getByRole('heading')).toContainText('77')

  const plain = await browser.newContext({ javaScriptEnabled: false })
  const bare = await plain.newPage()
  await bare.goto(url)
  await expect(bare.getByRole('heading')).toContainText('77')
  expect(await (await fetch(url)).text()).toMatch(/<noscript><meta[^>]+http-equiv="refresh"/)
  await plain.close()
})

test('over a video the iframe has no background and no scrollbars, and stays up to date with its time', async ({
  page,
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.clock.install()
  for (const [width, height] of [
    [900, 300],
    [400, 100],
    [480, 420],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: width === 900 ? 'dark' : 'light' })
    await page.goto(`${site.url}/printers/${printer.id}/embed?background=none`)
    await expect(page.locator('time').filter({ visible: true }).first()).toBeInViewport()
    const { data } = await sharp(await page.screenshot({ omitBackground: true }))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data.at(-1), `the corner at ${width} x ${height}`).toBe(0)
    const scrolls = await page.evaluate(() => [innerWidth, document.documentElement.clientWidth])
    expect(scrolls).toEqual([width, width])
  }
  await report(printer, { ...printing, progress: 77 }, await takePicture(2))
  await page.clock.runFor(90_000)
  await expect(page.getByRole('heading')).toContainText('77')
})

test('the page links its oEmbed, whose iframe works and keeps to the requested size', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printers/${printer.id}`)
  const found = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
  // The page's URLs start with SITE_URL, which is not where the test reaches it.
  const here = (address: string) => address.replaceAll(/https?:\/\/localhost:3000/g, site.url)
  const { pathname, search } = new URL(found ?? '')
  const answer = await fetch(`${site.url}${pathname}${search}&maxwidth=400&maxheight=300`)
  const oembed = (await answer.json()) as {
    type: string
    width: number
    height: number
    html: string
  }
  expect(oembed).toMatchObject({ type: 'rich', width: 400, height: 300 })
  await page.goto(await openElsewhere(here(oembed.html)))
  await expect(page.frameLocator('iframe').getByText('Printing benchy')).toBeVisible()
  const ask = (query: string) => fetch(`${site.url}${pathname}${search}${query}`)
  expect((await ask('&format=xml')).status).toBe(501)
  expect((await fetch(`${site.url}/api/oembed?url=https://elsewhere.example/`)).status).toBe(404)
})
