import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extract, setProviderList } from '@extractus/oembed-extractor'
import { findFreePort } from '../testing/free-port.ts'
import { printSomething } from './histories.ts'
import { addPrinter, expect, type Site, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What a third-party oEmbed consumer gets for a printer, over the network. */

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return String((server.address() as AddressInfo).port) // over TCP, so neither text nor null
}

let site: Site
test.beforeAll(async () => {
  // Its pages must contain URLs that lead to it.
  const port = await findFreePort()
  site = await startSite({ PORT: `${port}`, SITE_URL: `http://127.0.0.1:${port}` })
})
test.afterAll(() => site.stop())

test('unknown printers and pages without an embed get clear errors', async () => {
  await expect(extract(`${site.url}/printers/99`)).rejects.toThrow('404')
  await expect(extract(`${site.url}/blog`)).rejects.toThrow('No oEmbed link')
})

test('it discovers the printer from its page, and the result can be shown', async ({ page }) => {
  const printer = await addPrinter(site, 'Maker "Select" & Söhne')
  await report(printer, printing, await takePicture(1))
  const found = await extract(`${site.url}/printers/${printer.id}`, { maxwidth: 480 })
  expect(found).toMatchObject({
    method: 'auto-discovery',
    type: 'rich',
    version: '1.0',
    title: expect.stringContaining('Maker "Select" & Söhne: Printing benchy'),
    provider_url: expect.stringContaining(site.url),
    width: 480,
  })
  const thumbnail = await fetch(found.thumbnail_url ?? '')
  expect(thumbnail.headers.get('content-type')).toBe('image/jpeg')
  const elsewhere = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>${found.html}`),
  )
  await page.goto(`http://localhost:${await listen(elsewhere)}/`)
  await expect(page.frameLocator('iframe').getByText('Printing benchy')).toBeVisible()
  const box = await page.locator('iframe').boundingBox()
  expect(box?.width).toBeLessThanOrEqual(480 + 4)
  elsewhere.close()
})

test('it discovers a print as its picture, and a post as a link with its preview', async () => {
  const printer = await addPrinter(site, 'Maker Select')
  await printSomething(printer, { frames: 3 })
  const print = await extract(`${site.url}/printers/${printer.id}/prints/1`, { maxwidth: 480 })
  expect(print).toMatchObject({
    method: 'auto-discovery',
    type: 'photo',
    title: 'dual rail, printed by Maker Select',
    width: 320,
  })
  expect((await fetch(String(print.url))).headers.get('content-type')).toBe('image/jpeg')
  const post = await extract(`${site.url}/2021/02/07/0/grafana-debugging`)
  expect(post).toMatchObject({
    method: 'auto-discovery',
    type: 'link',
    author_name: 'Robin Okafor',
  })
  expect((await fetch(post.thumbnail_url ?? '')).headers.get('content-type')).toMatch(/^image\//)
})

test('a registered provider gives the same, and a photo if there is no room', async () => {
  const printer = await addPrinter(site, 'Maker Select')
  await report(printer, printing, await takePicture(2))
  const url = `${site.url}/printers/${printer.id}`
  setProviderList([
    {
      provider_name: 'Ours',
      provider_url: site.url,
      endpoints: [{ schemes: [`${site.url}/printers/*`], url: `${site.url}/api/oembed` }],
    },
  ])
  // It requests known providers by https only; there is none here.
  const ask = (address: string) => fetch(address.replace(/^https:/, 'http:'))
  expect(await extract(url, {}, ask)).toMatchObject({ method: 'provider-api', type: 'rich' })
  const photo = await extract(url, { maxwidth: 160 }, ask)
  expect(photo).toMatchObject({ type: 'photo', width: 160 })
  expect((await fetch(String(photo.url))).headers.get('content-type')).toBe('image/jpeg')
})
