import AxeBuilder from '@axe-core/playwright'
import sharp from 'sharp'
import { expect, test } from './elsewhere-site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to other sites and terminals, except for the iframe. */

test('a card shows picture, state and time on another site, as SVG and as PNG', async ({
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

test('an image proxy caches a card for half a minute and revalidates it', async ({
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

test('a card says why there is no picture or no printer', async ({ site, printer }) => {
  const url = `${site.url}/printers/${printer.id}/card.svg`
  expect(await (await fetch(url)).text()).toContain('Waiting for the first picture')
  const missing = await fetch(`${site.url}/printers/999999/card.png`)
  expect(missing.status).toBe(404)
  expect(missing.headers.get('cache-control')).toBe('no-store')
})

test('a small camera’s picture is served at every width in the snippets', async ({
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

test('a terminal gets errors as text, too', async ({ site }) => {
  const given = { headers: { accept: 'text/plain' } }
  for (const [path, init] of [['/printers/999999.txt'], ['/printers/999999', given]] as const) {
    const answer = await fetch(site.url + path, init)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await answer.text()).toBe('Printer 999999 does not exist.\n')
  }
})

test('a terminal gets text, at its own URL and at the page’s', async ({ site, printer }) => {
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

test.describe('the snippets', () => {
  test('are there without JavaScript, and their URLs respond', async ({
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
    // On another site these texts give no age of the picture.
    for (const code of snippets) expect(code).not.toMatch(/\blive\b/)
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
  test(`axe finds nothing in the iframe and the snippets, ${colorScheme}`, async ({
    page,
    site,
    printer,
  }) => {
    await page.emulateMedia({ colorScheme })
    await report(printer, printing, await takePicture(1))
    for (const path of ['embed', 'share']) {
      await page.goto(`${site.url}/printers/${printer.id}/${path}`)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
    }
  })
