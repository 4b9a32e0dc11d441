import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import sharp from 'sharp'
import { test as base, expect } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What other sites, terminals and feed-like consumers are promised of a printer. */

/** A page on somebody else's site. */
const test = base.extend<{ openElsewhere: (body: string) => Promise<string> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  openElsewhere: async ({}, use) => {
    const servers: Server[] = []
    await use(async (body) => {
      const server = createServer((_, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<!doctype html><title>Elsewhere</title>${body}`),
      ).listen(0, '127.0.0.1')
      servers.push(server)
      await once(server, 'listening')
      return `http://localhost:${(server.address() as AddressInfo).port}/`
    })
    for (const server of servers) server.close()
  },
})

test('a card shows picture, state and time in somebody else’s page, as SVG and as PNG', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1))
  const cards = ['svg', 'png'].map((type) => `${site.url}/printers/${printer.id}/card.${type}`)
  await page.goto(await openElsewhere(cards.map((src) => `<img alt="card" src="${src}">`).join('')))
  for (const card of await page.getByRole('img', { name: 'card' }).all())
    await expect
      .poll(() => card.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1200)
  const [svg = '', png = ''] = cards
  const text = await (await fetch(svg)).text()
  expect(text).toMatch(/<title[^>]*>Maker Select: Printing benchy, 42/)
  expect(text).toMatch(/<desc[^>]*>[^<]*\w{3} \d{1,2} \w{3} \d{4}, \d\d:\d\d/i)
  const { format, width } = await sharp(await (await fetch(png)).arrayBuffer()).metadata()
  expect([format, width]).toEqual(['png', 1200])
})

test('an image proxy keeps a card for half a minute, and is told when nothing has changed', async ({
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  for (const name of ['card.svg', 'card.png']) {
    const url = `${site.url}/printers/${printer.id}/${name}`
    const first = await fetch(url)
    const maxAge = Number(/max-age=(\d+)/.exec(first.headers.get('cache-control') ?? '')?.[1])
    expect(maxAge).toBeGreaterThan(0)
    expect(maxAge).toBeLessThanOrEqual(60)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    const ask = () => fetch(url, { headers: { 'if-none-match': etag } })
    expect((await ask()).status).toBe(304)
    await report(printer, { ...printing, progress: 58 }, await takePicture(2))
    expect((await ask()).status).toBe(200)
    await report(printer, printing, await takePicture(1))
  }
})

test('a card says why there is no picture, and what is not there', async ({ site, printer }) => {
  const url = `${site.url}/printers/${printer.id}/card.svg`
  expect(await (await fetch(url)).text()).toContain('Waiting for the first picture')
  const missing = await fetch(`${site.url}/printers/999999/card.png`)
  expect(missing.status).toBe(404)
  expect(missing.headers.get('cache-control')).toBe('no-store')
})

test('the frame of a printer that is not there says so, also without JavaScript', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const answer = await page.goto(`${site.url}/printers/999999/embed`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('main')).toHaveText('There is no such printer here.')
  await context.close()
})

test('the frame may stand in other sites, and the page itself may not', async ({
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

test('in a frame that its host has put in a sandbox, as blogs do with what oEmbed gives, it is the same', async ({
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

test('pasted into a page on a telephone, frame and oEmbed push nothing aside', async ({
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
  test(`at ${width} x ${height} a frame without a picture says why and when, one word beside the other`, async ({
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

test('a text of five hundred letters leaves room for the picture in every frame', async ({
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
    await expect(page.getByText('Maker Select')).toBeInViewport({ ratio: 1 })
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
  test(`at ${width} x ${height} the frame shows picture, state and time, and nothing is cut off`, async ({
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

test('the frame is light, dark, or as the reader has it', async ({ page, site, printer }) => {
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

test('the frame keeps itself up to date, and is whole without JavaScript', async ({
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

test('the page names its oEmbed, whose frame works and keeps to the size that is asked for', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printers/${printer.id}`)
  const found = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
  // The page speaks of itself by SITE_URL, which isn't where a test reaches it.
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

test('the picture of a small camera comes at every width that the lines to copy name', async ({
  page,
  site,
  printer,
  openElsewhere,
}) => {
  await report(printer, printing, await takePicture(1, 480, 360))
  const src = `${site.url}/api/3dprinter/${printer.id}/snapshot.jpg?width=`
  const images = [320, 640, 960, 1280].map((width) => `<img alt="live" src="${src}${width}">`)
  await page.goto(await openElsewhere(images.join('')))
  for (const image of await page.getByRole('img', { name: 'live' }).all())
    await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(320)
  const other = await fetch(`${src}641`)
  expect(other.status).toBe(404)
  expect((await other.json()).detail).toContain('320, 640, 960, 1280')
})

test('previews get the picture of now by an address that never changes what it shows', async ({
  page,
  site,
  printer,
}) => {
  const { image } = await report(printer, printing, await takePicture(1))
  await page.goto(`${site.url}/printers/${printer.id}`)
  for (const name of ['meta[property="og:image"]', 'meta[name="twitter:image"]'])
    await expect(page.locator(name)).toHaveAttribute('content', image ?? '')
  await expect(page.locator('meta[property="og:image:width"]')).toHaveAttribute('content', '1280')
  const { pathname } = new URL(image ?? '')
  const answer = await fetch(site.url + pathname)
  expect(answer.headers.get('cache-control')).toContain('immutable')
})

test('a terminal is told in text, too, that there is no such printer', async ({ site }) => {
  const given = { headers: { accept: 'text/plain' } }
  for (const [path, init] of [['/printers/999999.txt'], ['/printers/999999', given]] as const) {
    const answer = await fetch(site.url + path, init)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await answer.text()).toBe('There is no printer 999999 here.\n')
  }
})

test('a terminal gets text, at its own address and at the page’s', async ({ site, printer }) => {
  await report(printer, printing, await takePicture(1))
  const page = `${site.url}/printers/${printer.id}`
  const text = await (await fetch(`${page}.txt`)).text()
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(text).toContain('Printing benchy')
  expect(text).toMatch(/\nreadings +\w{3} \d{1,2} \w{3} \d{4}, \d\d:\d\d \w+\n$/)
  const negotiated = await fetch(page, { headers: { accept: 'text/plain' } })
  expect(await negotiated.text()).toBe(text)
  expect(negotiated.headers.get('vary')).toContain('Accept')
  const browsers = await fetch(page, { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect(browsers.headers.get('content-type')).toContain('text/html')
  expect(browsers.headers.get('vary')).toMatch(/Accept(?!-)/)
})

test.describe('the lines to copy', () => {
  test('are there without JavaScript, and what they name answers', async ({
    browser,
    site,
    printer,
  }) => {
    await report(printer, printing, await takePicture(1))
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site.url}/printers/${printer.id}/share`)
    const snippets = await page.locator('pre').allTextContents()
    expect(snippets.length).toBeGreaterThanOrEqual(6)
    const addresses = snippets.flatMap(
      (code) => code.match(/http:\/\/localhost:3000[^\s")]*/g) ?? [],
    )
    expect(addresses.length).toBeGreaterThanOrEqual(snippets.length)
    for (const address of addresses) {
      const answer = await fetch(address.replace('http://localhost:3000', site.url))
      expect(answer.status, address).toBe(200)
    }
    await expect(page.getByRole('button')).toHaveCount(0)
    await context.close()
  })

  test('are copied by a button that says so', async ({ page, site, printer, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await report(printer, printing, await takePicture(1))
    await page.goto(`${site.url}/printers/${printer.id}/share`)
    await page.getByRole('button', { name: /README/ }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\[!\[Maker Select/)
  })
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in frame and lines, ${colorScheme}`, async ({ page, site, printer }) => {
    await page.emulateMedia({ colorScheme })
    await report(printer, printing, await takePicture(1))
    for (const path of ['embed', 'share']) {
      await page.goto(`${site.url}/printers/${printer.id}/${path}`)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  })
