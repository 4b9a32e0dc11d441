import AxeBuilder from '@axe-core/playwright'
import { addPrinter, expect, inBoth, type Printer, startSite, test } from './site.ts'
import { type Fields, printing, report, takePicture } from './snapper.ts'

/* A static page is HTML and styles only. */

const post = '/2021/02/07/0/grafana-debugging'
const documents = [
  '/',
  '/blog',
  '/blog/2021',
  post,
  '/2026/11/22/0/how-the-printer-page-works',
  '/tags',
  '/tags/kubernetes',
  '/projects',
  '/projects/infrastructure',
  '/about',
  '/now',
  '/search?q=prometheus',
  '/nowhere',
]

test('a static page loads no framework script, and its policy has no exceptions', async ({
  site,
}) => {
  for (const path of documents) {
    const answer = await fetch(site.url + path)
    const html = await answer.text()
    const scripts = html.match(/<script\b[^>]*>/g) ?? []
    const running = scripts.filter((tag) => !tag.includes('application/ld+json'))
    expect(running, path).toHaveLength(1)
    expect(running[0]).toMatch(/^<script blocking="render" defer="" src="\/client\.js\?v=[\w-]+">$/)
    expect(html).not.toMatch(/__next|\sstyle=|as="script"|<!-- /)
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(answer.headers.get('content-security-policy')).not.toMatch(/sha256|unsafe|nonce/)
  }
})

test('the printer’s page is an application and keeps its scripts', async ({ site, printer }) => {
  const html = await (await fetch(`${site.url}/printers/${printer.id}`)).text()
  expect(html).toContain('/_next/static/chunks/')
})

test('a cached page is revalidated without sending it again', async ({ site }) => {
  for (const path of [post, '/', '/blog', '/about'])
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding }
      // In its first second a site may make a page twice.
      await expect(async () => {
        const etag = (await fetch(site.url + path, { headers })).headers.get('etag') ?? ''
        expect(etag).toMatch(/^"[^"]+"$/)
        const conditional = { ...headers, 'if-none-match': etag }
        const again = await fetch(site.url + path, { headers: conditional })
        expect(again.status, `${path} ${encoding}`).toBe(304)
      }).toPass({ timeout: 5_000 })
    }
})

test('links between static pages are prerendered, by rules in a file', async ({ site }) => {
  const answer = await fetch(site.url + post)
  const path = JSON.parse(answer.headers.get('speculation-rules') ?? '""')
  const rules = await fetch(site.url + path)
  expect(rules.headers.get('content-type')).toBe('application/speculationrules+json')
  expect(await rules.json()).toHaveProperty('prerender')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(
    `axe finds nothing on any document, ${colorScheme}`,
    inBoth,
    async ({ page, site, printer }) => {
      await report(printer, printing, await takePicture(1))
      await page.emulateMedia({ colorScheme })
      for (const path of documents) {
        await page.goto(site.url + path)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([])
      }
    },
  )

test(
  'nothing is wider than the window, and nothing moves, however late the fonts come',
  inBoth,
  async ({ page, site, printer }) => {
    await report(printer, printing, await takePicture(1))
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        // lib.dom lacks this entry's value.
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
          document.documentElement.dataset.shift = String(
            Number(document.documentElement.dataset.shift ?? 0) + entry.value,
          )
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const visit = async (path: string) => {
      await page.goto(site.url + path)
      await page.waitForLoadState('networkidle')
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(beyond, path).toBeLessThanOrEqual(0)
      const shift = await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0))
      expect(shift, path).toBe(0)
    }
    await page.route(/\.woff2$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      await route.continue()
    })
    for (const path of documents) await visit(path)
    await page.unroute(/\.woff2$/)
    for (const path of [...documents, `/printers/${printer.id}`]) await visit(path)
  },
)

test('static pages use no other host, set no cookie and log no error', async ({
  page,
  site,
  context,
}) => {
  const faults: string[] = []
  const hosts = new Set<string>()
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url())
    if (protocol !== 'data:') hosts.add(host)
  })
  for (const path of documents.filter((one) => one !== '/nowhere')) {
    await page.goto(site.url + path)
    await page.waitForLoadState('networkidle')
  }
  expect([...hosts]).toEqual([new URL(site.url).host])
  // The project's picture is of a printer that has sent none yet.
  expect(faults).toEqual([])
  expect(await context.cookies()).toEqual([])
})

test(
  'home shows all printers, the liveliest large and first, and keeps each current',
  inBoth,
  async ({ page }) => {
    const site = await startSite()
    try {
      const names = ['Silent', 'Idle', 'Printing', 'New', 'Busy'] as const
      const printers = new Map<string, Printer>()
      for (const name of names) printers.set(name, await addPrinter(site, name))
      const send = async (name: (typeof names)[number], fields: Fields, seed: number) => {
        const printer = printers.get(name)
        if (printer !== undefined) await report(printer, fields, await takePicture(seed))
      }
      const at = new Date(Date.now() - 3 * 86_400_000).toISOString()
      await send('Silent', { ...printing, captured_at: at, observed_at: at }, 1)
      await send('Idle', { ...printing, state: 'idle', status: 'Operational' }, 2)
      await send('Printing', printing, 3)
      await send('Busy', { ...printing, progress: 7 }, 4)
      await page.clock.install()
      await page.goto(site.url)
      const card = (name: string) =>
        page.getByRole('article').filter({ has: page.getByText(name, { exact: true }) })
      const order = () => page.locator('.card-name').allTextContents()
      const ordered = ['Printing', 'Busy', 'Idle', 'Silent', 'New']
      expect(await order()).toEqual(ordered)
      const width = async (name: string) => (await card(name).boundingBox())?.width ?? 0
      if ((page.viewportSize()?.width ?? 0) > 1000)
        expect(await width('Busy')).toBeLessThan(0.7 * (await width('Printing')))
      await expect(page.getByRole('link', { name: 'All printers' })).toBeVisible()

      await send('Busy', { ...printing, progress: 8 }, 5)
      await send('Printing', { ...printing, progress: 47.9 }, 6)
      // The page's clock goes on only here, so a response that was under way is looked at by the next turn.
      await expect(async () => {
        await page.clock.runFor(60_000)
        await expect(card('Busy')).toContainText('8 %', { timeout: 1_000 })
        await expect(card('Printing')).toContainText('47 %', { timeout: 1_000 })
      }).toPass()
      expect(await order()).toEqual(ordered)
      const sizes = (name: string) =>
        card(name).locator('.full-frame-picture').getAttribute('sizes')
      expect(await sizes('Busy')).not.toBe(await sizes('Printing'))
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(beyond).toBeLessThanOrEqual(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
    } finally {
      await site.stop()
    }
  },
)

test('without a printer, visitors read neither an empty part nor a command', async ({ page }) => {
  const site = await startSite()
  try {
    await page.goto(site.url)
    await expect(page.getByRole('region', { name: /printer/i })).toHaveCount(0)
    await page.goto(`${site.url}/printers`)
    await expect(page.getByRole('main')).toHaveText(/^Printers\s*No printers yet\.$/)
    const { id } = await addPrinter(site, 'New')
    for (const path of ['/', `/printers/${id}`, '/printers', `/printers/${id}/prints`]) {
      await page.goto(site.url + path)
      await expect(page.locator('body')).not.toContainText(/npm run|PRINTER_ENDPOINT/)
    }
  } finally {
    await site.stop()
  }
})

test('home shows the next picture by itself when it is due', async ({ page }) => {
  // A site of its own: home shows the first printer.
  const site = await startSite()
  const printer = await addPrinter(site, 'Maker Select')
  await report(printer, printing, await takePicture(1))
  await page.clock.install()
  await page.goto(site.url)
  const card = page.locator('.live-card')
  const picture = card.getByRole('img', { name: /^3D printer/ })
  await expect(card).toContainText('42')
  const first = await picture.evaluate((img: HTMLImageElement) => img.currentSrc)
  await report(printer, { ...printing, progress: 47.9 }, await takePicture(2))
  await page.clock.runFor(90_000)
  await expect(card).toContainText('47')
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.currentSrc))
    .not.toBe(first)
  await page.context().setOffline(true)
  await expect(card).toContainText('Your device is offline.')
  await page.context().setOffline(false)
  await expect(card).not.toContainText('offline')
  await site.stop()
})
