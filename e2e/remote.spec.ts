import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { test as base, type Page } from '@playwright/test'
import exifr from 'exifr'
import { findFreePort } from '../testing/free-port.ts'
import { addPrinter, expect, type Printer, type Site, startSite } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'
import { expectProblem, patch } from './wire.ts'

/*
 * A printer whose API is on another server: a second Paparazza (printer 1), an old server with the original six fields (printer 2), and
 * a server that never responds (printer 3).
 */

interface Elsewhere {
  site: Site
  /** The source of printer 1. */
  printer: Printer
  source: Site
  old: OldServer
}

interface OldServer {
  says(fields: object, picture: Buffer): void
  port: number
  server: Server
}

const test = base.extend<object, { elsewhere: Elsewhere }>({
  elsewhere: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const port = await findFreePort()
      const source = await startSite({ PORT: `${port}`, SITE_URL: `http://127.0.0.1:${port}` })
      const printer = await addPrinter(source, 'Maker Select')
      const old = await startOldServer()
      const site = await startSite({
        PRINTER_1_SOURCE: printer.api,
        PRINTER_2_SOURCE: `http://127.0.0.1:${old.port}/api/3dprinter/1/`,
        PRINTER_3_SOURCE: `http://127.0.0.1:${await findFreePort()}/api/3dprinter/1/`,
      })
      await use({ site, printer, source, old })
      old.server.close()
      await Promise.all([site.stop(), source.stop()])
    },
    { scope: 'worker' },
  ],
})
test.describe.configure({ mode: 'serial' })

async function startOldServer(): Promise<OldServer> {
  let body = '{}'
  let jpeg: Buffer = Buffer.alloc(0)
  const server = createServer((request, response) => {
    const isPicture = request.url?.endsWith('.jpg') === true
    response.writeHead(200, { 'content-type': isPicture ? 'image/jpeg' : 'application/json' })
    response.end(isPicture ? jpeg : body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  return {
    server,
    port,
    says(fields, picture) {
      jpeg = picture
      body = JSON.stringify({ id: 1, name: 'Old faithful', progress: null, ...fields })
    },
  }
}

const read = async (site: Site, path: string) => (await fetch(site.url + path)).json()
const article = (page: Page) => page.getByRole('article')

test('its picture and readings are served from our own origin, and every view works', async ({
  page,
  elsewhere: { site, printer },
}) => {
  await report(printer, { ...printing, interval_seconds: 5 }, await takePicture(1))
  const asked = new Set<string>()
  const faults: string[] = []
  page.on('request', (request) => asked.add(new URL(request.url()).host))
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  await expect
    .poll(async () => (await read(site, '/api/3dprinter/1/')).status, { timeout: 60_000 })
    .toBe('Printing benchy, 42 %')
  await page.goto(`${site.url}/printers/1`)
  await expect(article(page)).toContainText('Printing benchy')
  await expect(article(page)).toContainText('Maker Select')
  const picture = page.getByRole('img', { name: /^3D printer, printing benchy/ }).first()
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect([...asked]).toEqual([new URL(site.url).host])
  expect(faults).toEqual([])

  const there = await (await fetch(printer.api)).json()
  const here = await read(site, '/api/3dprinter/1/')
  const { host } = new URL(printer.api)
  expect(here).toMatchObject({
    id: 1,
    name: 'Maker Select',
    observed_at: there.observed_at,
    temperatures: there.temperatures,
    interval_seconds: 5,
    remote: { host, fault: null },
  })
  expect(here.snapshot.captured_at).toBe(there.snapshot.captured_at)
  const snapshot = await fetch(`${site.url}/api/3dprinter/1/snapshot.jpg`)
  expect(snapshot.headers.get('content-type')).toBe('image/jpeg')
  expect(await exifr.parse(Buffer.from(await snapshot.arrayBuffer()))).toBeUndefined()
  for (const path of ['/printers/1.txt', '/printers/1/card.svg', '/printers/1/embed'])
    expect(await (await fetch(site.url + path)).text()).toContain('Printing benchy')
  await page.goto(`${site.url}/printers/1/present`)
  await expect(page.getByText('Printing benchy')).toBeVisible()
})

test('changes there appear here without a reload, and become a print', async ({
  page,
  elsewhere: { site, printer },
}) => {
  await page.goto(`${site.url}/printers/1`)
  await expect(article(page)).toContainText('Printing benchy')
  await report(
    printer,
    { ...printing, interval_seconds: 5, state: 'finished', progress: 100 },
    await takePicture(2),
  )
  await expect(article(page)).toContainText('Finished benchy', { timeout: 60_000 })
  const { prints } = await read(site, '/api/3dprinter/1/prints')
  expect(prints).toHaveLength(1)
  expect(prints[0]).toMatchObject({ outcome: 'finished' })
  const { snapshots } = await read(site, '/api/3dprinter/1/snapshots')
  expect(snapshots).toHaveLength(2)
})

test('pictures paused there are paused here', async ({ elsewhere: { site, source, printer } }) => {
  await source.printers('pause', `${printer.id}`)
  await expect
    .poll(() => read(site, '/api/3dprinter/1/'), { timeout: 60_000 })
    .toMatchObject({ publishing: false, image: null, reason: 'privacy' })
  await source.printers('resume', `${printer.id}`)
  await expect
    .poll(() => read(site, '/api/3dprinter/1/'), { timeout: 60_000 })
    .toMatchObject({ publishing: true, image: expect.any(String) })
})

test('a report to it is rejected, with the right host', async ({
  elsewhere: { site, printer },
}) => {
  const here = { ...printer, api: `${site.url}/api/3dprinter/1/` }
  const answer = await patch(site, here, { headers: {}, body: '' })
  expectProblem(answer, 409, 'printer-remote')
  expect(answer.text).toContain(new URL(printer.api).host)
})

test('an old server’s six fields are enough: its text is the headline, its picture has a date', async ({
  page,
  elsewhere: { site, old },
}) => {
  const updated = new Date(Date.now() - 120_000).toISOString().replace('Z', '+00:00')
  const fields = { status: 'Printing, 42% done', image: '/media/snapshot_Yq2.jpg' }
  old.says({ ...fields, last_updated: updated }, await takePicture(3))
  await expect
    .poll(() => read(site, '/api/3dprinter/2/'), { timeout: 60_000 })
    .toMatchObject({ name: 'Old faithful', status: fields.status, state: 'unknown' })
  await page.goto(`${site.url}/printers/2`)
  await expect(article(page)).toContainText('Printing, 42% done')
  await expect(article(page)).toContainText(/Readings\s*2\smin old/)
  await expect(page.getByRole('img', { name: /^3D printer/ }).first()).toBeVisible()
  await expect(page.getByText(`to 127.0.0.1:${old.port}`)).toBeVisible()
})

test('a server that never responded is reported, without JavaScript too', async ({
  browser,
  elsewhere: { site },
}) => {
  await expect
    .poll(async () => (await read(site, '/api/3dprinter/3/')).remote.fault, { timeout: 60_000 })
    .toBe('no-answer')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${site.url}/printers/3`)
  await expect(article(page)).toContainText('Its server does not respond.')
  await expect(article(page)).toContainText('There is no status from there yet.')
  await expect(page.getByRole('main')).not.toContainText(/npm run snapper|fresh|last known/i)
  await context.close()
})

test('when its server goes down, that is shown, with the last picture and its age', async ({
  page,
  elsewhere: { site, old },
}) => {
  await page.goto(`${site.url}/printers/2`)
  await expect(article(page)).toContainText('Printing, 42% done')
  old.server.close()
  old.server.closeAllConnections()
  await expect
    .poll(async () => (await read(site, '/api/3dprinter/2/')).remote.fault, { timeout: 100_000 })
    .toBe('no-answer')
  await page.reload()
  await expect(article(page)).toContainText('Its server does not respond.')
  await expect(article(page)).toContainText('This is the last known status from there.')
  await expect(article(page)).toContainText(/Picture\s*\d+\smin old/)
  await expect(article(page)).toContainText('Last heard of ')
  await expect(article(page)).not.toContainText(/next picture|due now|overdue|live/i)
  await expect(page.getByRole('img', { name: /^3D printer/ }).first()).toBeVisible()
  const text = await (await fetch(`${site.url}/printers/2.txt`)).text()
  expect(text).toContain('Its server does not respond.')
})

test('an invalid source stops the start, with every error', async () => {
  const start = startSite({ PRINTER_1_SOURCE: 'printer.local', PRINTER_two_SOURCE: 'http://x/' })
  await expect(start).rejects.toThrow(/PRINTER_1_SOURCE: is not a URL.*PRINTER_two_SOURCE/s)
})
