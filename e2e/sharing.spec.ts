import { globSync } from 'node:fs'
import { join } from 'node:path'
import { mf2 } from 'microformats-parser'
import sharp from 'sharp'
import { printSomething, sharePrinted } from './histories.ts'
import { expect, type Site, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* What other sites, feed readers and search engines find in every kind of page. */

const app = join(import.meta.dirname, '../app')
const post = '/2021/02/07/0/grafana-debugging'

/** A page of each kind, by its file. Nobody shares errors, the owner's own, and the state of a mention. */
const kinds: Record<string, string[]> = {
  'page.tsx': ['/'],
  '[...path]/page.tsx': [post, '/about'],
  'blog/page.tsx': ['/blog'],
  'blog/[year]/page.tsx': ['/blog/2021'],
  'projects/page.tsx': ['/projects'],
  'projects/[project]/page.tsx': ['/projects/infrastructure'],
  'tags/page.tsx': ['/tags'],
  'tags/[tag]/page.tsx': ['/tags/kubernetes'],
  'search/page.tsx': ['/search'],
  'printers/page.tsx': ['/printers'],
  'printers/wall/page.tsx': ['/printers/wall'],
  'printers/[printer]/page.tsx': ['/printers/ID'],
  'printers/[printer]/archive/page.tsx': ['/printers/ID/archive'],
  'printers/[printer]/embed/page.tsx': ['/printers/ID/embed'],
  'printers/[printer]/present/page.tsx': ['/printers/ID/present'],
  'printers/[printer]/prints/page.tsx': ['/printers/ID/prints'],
  'printers/[printer]/prints/[print]/page.tsx': ['/printers/ID/prints/1'],
  'printers/[printer]/readings/page.tsx': ['/printers/ID/readings?span=week'],
  'printers/[printer]/share/page.tsx': ['/printers/ID/share'],
}
/** They show printers elsewhere; the page itself is canonical. */
const screens = /\/(?:embed|present|wall)$/
const hasOembed = /^\/(?:\d|about|projects\/|printers\/ID)/
const ofPrinters = /^\/printers\/ID/

async function readHead(site: Site, path: string) {
  const answer = await fetch(site.url + path)
  expect(answer.status, path).toBe(200)
  const html = await answer.text()
  const read = (pattern: RegExp) =>
    new Map(
      [...html.matchAll(pattern)].map(([, name = '', value = '']) => [name, decodeHtml(value)]),
    )
  return {
    types: mf2(html, { baseUrl: site.url }).items.flatMap(({ type }) => type ?? []),
    title: /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '',
    canonical: /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1] ?? '',
    meta: read(/<meta (?:name|property)="([^"]+)" content="([^"]*)"/g),
    alternates: read(/<link rel="alternate" type="([^"]+)"[^>]*? href="([^"]+)"/g),
  }
}

const decodeHtml = (text: string) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"')
/** The page's URLs begin with SITE_URL, which is not where the test reaches it. */
const here = (site: Site, url: string) => url.replace('http://localhost:3000', site.url)

test('every kind of page is in this list', () => {
  expect(Object.keys(kinds).sort()).toEqual(
    globSync('**/page.tsx', {
      cwd: app,
      exclude: ['@head/**', 'admin/**', 'site-error/**', 'webmention/**'],
    }).sort(),
  )
})

for (const path of Object.values(kinds).flat())
  test(`${path} is complete for other sites, and its image is what it says`, async ({ site }) => {
    const printer = await sharePrinted(site)
    const { title, canonical, meta, alternates, types } = await readHead(
      site,
      path.replace('ID', `${printer.id}`),
    )
    expect(new URL(canonical).pathname).toBe(
      path.replace('ID', `${printer.id}`).replace(screens, '').replace(/\?.*/, ''),
    )
    expect(title).not.toBe('')
    // A class such as h-full would be a microformat.
    for (const type of types) expect(['h-card', 'h-entry', 'h-feed']).toContain(type)
    const get = (name: string) => meta.get(name) ?? ''
    for (const name of ['og:title', 'og:description', 'og:site_name', 'og:type', 'og:locale'])
      expect(get(name), name).not.toBe('')
    expect(get('description')).toBe(get('og:description'))
    expect(get('og:url')).toBe(canonical)
    expect(get('twitter:card')).toBe('summary_large_image')
    expect(get('twitter:image')).toBe(get('og:image'))
    expect(get('og:image:alt')).not.toBe('')
    const image = await fetch(here(site, get('og:image')))
    expect(image.status).toBe(200)
    expect(image.headers.get('content-type')).toBe(get('og:image:type'))
    const { width, height } = await sharp(Buffer.from(await image.arrayBuffer())).metadata()
    expect([`${width}`, `${height}`]).toEqual([get('og:image:width'), get('og:image:height')])
    const oembed = alternates.get('application/json+oembed')
    if (!hasOembed.test(path)) return expect(oembed).toBeUndefined()
    const kind = ofPrinters.test(path) ? (path.endsWith('/1') ? 'photo' : 'rich') : 'link'
    expect(await (await fetch(here(site, oembed ?? ''))).json()).toMatchObject({ type: kind })
    if (!ofPrinters.test(path)) return
    const feed = await fetch(here(site, alternates.get('application/feed+json') ?? ''))
    expect((await feed.json()).title).toBe('Prints of Maker Select')
  })

test('the preview of a printer has another address for each picture, and its time', async ({
  site,
  printer,
}) => {
  const path = `/printers/${printer.id}`
  const urls = []
  for (const seed of [1, 2]) {
    await report(printer, printing, await takePicture(seed))
    const { meta } = await readHead(site, path)
    urls.push(meta.get('og:image'))
  }
  expect(urls[0]).toContain(`${path}/card.png?v=`)
  expect(new Set(urls).size).toBe(2)
})

test('a printer that has never reported has a preview, too', async ({ site, printer }) => {
  const { meta } = await readHead(site, `/printers/${printer.id}`)
  const image = await fetch(here(site, meta.get('og:image') ?? ''))
  const { height } = await sharp(Buffer.from(await image.arrayBuffer())).metadata()
  expect(meta.get('og:image:height')).toBe(`${height}`)
})

test('only published prints are entries, of a list and of their own pages', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 2, job: 'first.gcode' })
  const path = `/printers/${printer.id}`
  const read = async (page: string) => {
    const baseUrl = site.url + path + page
    return mf2(await (await fetch(baseUrl)).text(), { baseUrl }).items
  }
  for (const page of ['', '/prints', '/prints/1']) expect(await read(page), page).toEqual([])
  await report(printer, { ...printing, job_name: 'second.gcode' }, await takePicture(9))
  await site.printers('publish', `${printer.id}`, '1')
  for (const page of ['', '/prints']) {
    await expect.poll(async () => (await read(page)).length, { timeout: 10_000 }).toBe(1)
    const [feed] = await read(page)
    expect(feed).toMatchObject({
      type: ['h-feed'],
      properties: {
        name: ['Prints of Maker Select'],
        url: [`${site.url}${path}/prints`],
        author: [{ type: ['h-card'] }],
      },
      children: [{ type: ['h-entry'], properties: { name: ['first'] } }],
    })
    expect(feed?.children).toHaveLength(1)
  }
  expect(await read('/prints/1')).toMatchObject([{ type: ['h-entry'] }])
  expect(await read('/prints/2')).toEqual([])
})
