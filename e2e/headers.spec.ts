import { globSync } from 'node:fs'
import { join } from 'node:path'
import { printSomething } from './histories.ts'
import { expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What each kind of response declares: how long caches may keep it, and what other sites may do with it. */

const root = join(import.meta.dirname, '..')
const live = 'public, max-age=0, s-maxage=5, must-revalidate'
const content = 'public, max-age=0, s-maxage=60, must-revalidate'
const uncached = 'private, no-cache, no-store, max-age=0, must-revalidate'
const forever = 'public, max-age=31536000, immutable'

const own = 'same-origin'
const embeddable = 'cross-origin'

/** Path, status, Cache-Control, and who may embed it. `ID` is the printer's. */
const kinds = [
  ['/', 200, live, own],
  ['/printers', 200, live, own],
  ['/printer', 307, live, own],
  ['/printers/ID', 200, live, own],
  ['/printers/ID/embed', 200, live, embeddable],
  ['/printers/ID.txt', 200, live, embeddable],
  ['/printers/ID/card.svg', 200, 'public, max-age=30, s-maxage=5', embeddable],
  ['/printers/ID/badge.svg', 200, 'public, max-age=30, s-maxage=5', embeddable],
  ['/printers/ID/prints/1/calendar.ics', 200, live, embeddable],
  ['/printers/ID/prints/atom.xml', 200, 'public, max-age=300, must-revalidate', own],
  ['/printers/999999', 404, live, own],
  ['/printers/999999/embed', 404, live, embeddable],
  ['/api/3dprinter/', 200, live, embeddable],
  ['/api/3dprinter/ID/', 200, live, embeddable],
  ['/api/spaceapi.json', 200, live, embeddable],
  ['/api/3dprinter/ID/snapshot.jpg', 200, 'public, max-age=30, s-maxage=5', embeddable],
  ['/api/3dprinter/999999/', 404, 'no-store', embeddable],
  ['/api/nothing', 404, 'no-store', embeddable],
  ['/api/health/live', 200, 'no-store', embeddable],
  ['/blog', 200, content, own],
  ['/2021/02/07/0/grafana-debugging', 200, content, own],
  ['/2021/02', 308, content, own],
  ['/about', 200, content, own],
  ['/tags/nope', 404, content, own],
  ['/nowhere', 404, uncached, own],
  ['/search', 200, uncached, own],
  ['/atom.xml', 200, 'public, max-age=300, must-revalidate', own],
  ['/client.js', 200, forever, own],
  ['/favicon.ico', 200, 'public, max-age=3600', own],
  ['/icon.svg', 200, 'public, max-age=3600', own],
  ['/icons/192.png', 200, 'public, max-age=3600', own],
  ['/service-worker.js', 200, 'no-cache', own],
  ['/manifest.webmanifest', 200, 'public, max-age=0, must-revalidate', own],
] as const

test('each kind of response has its caching, and only what declares it may be embedded', async ({
  site,
  printer,
}) => {
  await report(printer, printing, await takePicture(1))
  for (const [path, status, cacheControl, policy] of kinds) {
    const url = site.url + path.replace('ID', String(printer.id))
    const response = await fetch(url, { redirect: 'manual' })
    const { headers } = response
    const framing = headers.get('content-security-policy')?.includes('frame-ancestors *') ?? false
    expect([path, response.status, headers.get('cache-control')]).toEqual([
      path,
      status,
      cacheControl,
    ])
    expect([path, headers.get('cross-origin-resource-policy')]).toEqual([path, policy])
    expect([path, framing]).toEqual([path, /embed$|card|badge/.test(path)])
    expect(headers.get('cache-tag'), path).toBeNull()
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
  }
})

test('every page of a printer is cached, and a report invalidates it', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 2 })
  const folder = join(root, 'app/printers/[printer]')
  const pages = globSync('**/page.tsx', { cwd: folder }).map((file) =>
    file.replace(/\/?page\.tsx$/, '').replace('[print]', '1'),
  )
  expect(pages).toContain('archive')
  /** How often the page was rendered so far: a cached response leaves no line in the log. */
  const countRendered = (path: string) =>
    site.log.filter((line) => line.includes(`"path":"${path}","status":200`)).length
  for (const page of pages) {
    const path = `/printers/${printer.id}${page === '' ? '' : `/${page}`}`
    const { headers } = await fetch(site.url + path)
    expect(headers.get('age'), `${path} is cached`).not.toBeNull()
    await (await fetch(site.url + path)).text()
    // The log's line may come after the response, and the report before may invalidate the page once more.
    await expect.poll(() => countRendered(path), path).toBeGreaterThan(0)
    const rendered = countRendered(path)
    await report(printer, printing)
    await (await fetch(site.url + path)).text()
    await expect.poll(() => countRendered(path), path).toBeGreaterThan(rendered)
  }
})

test('a static file answers what it can’t satisfy with a client error', async ({ site }) => {
  const [chunk] = globSync('.next/static/chunks/*.css', { cwd: root })
  const url = `${site.url}/${chunk?.replace('.next', '_next')}`
  const options = await fetch(url, { method: 'OPTIONS' })
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  const range = { range: 'bytes=99999999-' }
  expect((await fetch(url, { headers: range })).status).toBe(416)
})

test('a file that does not exist gets a line of text, a page the full page', async ({ site }) => {
  for (const path of [
    '/favicon-32.png',
    '/a/b.js',
    '/_next/static/chunks/gone.js',
    '/wp-login.php',
  ]) {
    const response = await fetch(site.url + path)
    expect([path, response.status]).toEqual([path, 404])
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect((await response.text()).length, path).toBeLessThan(20)
  }
  for (const path of ['/nowhere', '/2021/nowhere', '/old-page.html']) {
    const response = await fetch(site.url + path)
    expect([path, response.status]).toEqual([path, 404])
    expect(await response.text()).toContain('<form')
  }
})

test('browsers find an icon and a manifest with the site’s name', async ({ page, site }) => {
  const icon = Buffer.from(await (await fetch(`${site.url}/favicon.ico`)).arrayBuffer())
  expect([...icon.subarray(0, 6)]).toEqual([0, 0, 1, 0, 1, 0])
  await page.goto(`${site.url}/about`)
  const title = await page.locator('meta[property="og:site_name"]').getAttribute('content')
  const href = await page.locator('link[rel=manifest]').getAttribute('href')
  const manifest = await (await fetch(site.url + href)).json()
  expect(manifest.name).toBe(title)
  const files = await page
    .locator('link[rel~=icon], link[rel=apple-touch-icon]')
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href))
  for (const { src } of manifest.icons) files.push(site.url + src)
  expect(files).toHaveLength(7)
  for (const file of files)
    expect((await fetch(new URL(new URL(file).pathname, site.url))).status, file).toBe(200)
})
