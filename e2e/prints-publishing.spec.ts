import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { mf2 } from 'microformats-parser'
import { printSomething, reportAt } from './histories.ts'
import { expect, type Printer, type Site, test } from './site.ts'
import { printing, report } from './snapper.ts'

/* Promises to subscribers of a printer's prints, and to the owner who publishes them. */

const files = ['atom.xml', 'rss.xml', 'feed.json'] as const
const feedOf = (site: Site, { id }: Printer, file: string) =>
  `${site.url}/printers/${id}/prints/${file}`

/** The titles in each of the three feeds, newest first. */
async function readTitles(site: Site, printer: Printer): Promise<(string | undefined)[][]> {
  const [atom = '', rss = '', json = ''] = await Promise.all(
    files.map(async (file) => (await fetch(feedOf(site, printer, file))).text()),
  )
  return [
    (parseAtomFeed(atom).entries ?? []).map(({ title }) => title?.value),
    (parseRssFeed(rss).items ?? []).map(({ title }) => title),
    (parseJsonFeed(json).items ?? []).map(({ title }) => title),
  ]
}

const inEach = <T>(titles: T[]) => [titles, titles, titles]

test('an unknown printer has no feed, one without prints an empty feed', async ({
  site,
  printer,
}) => {
  for (const file of files)
    expect((await fetch(feedOf(site, { ...printer, id: 999_999 }, file))).status).toBe(404)
  expect(await readTitles(site, printer)).toEqual(inEach([]))
})

test('a print is a draft until its owner publishes it: on its page from the start, in no feed', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  const page = `${site.url}/printers/${printer.id}/prints`
  expect((await fetch(`${page}/1`)).status).toBe(200)
  expect(await readTitles(site, printer)).toEqual(inEach([]))
  const listEntries = async () => {
    const { items } = mf2(await (await fetch(page)).text(), { baseUrl: `${site.url}/` })
    const feed = items.find(({ type }) => type?.includes('h-feed'))
    return (feed?.children ?? []).map((child) => 'properties' in child && child.properties.name)
  }
  expect(await listEntries()).toEqual([])

  expect(await site.printers('prints', String(printer.id))).toMatch(/ 1 .*draft .*dual rail/)
  await site.printers('publish', String(printer.id), '1')
  // The running site notices within seconds and invalidates its cache.
  await expect.poll(() => readTitles(site, printer)).toEqual(inEach(['dual rail']))
  expect(await listEntries()).toEqual([['dual rail']])

  await site.printers('unpublish', String(printer.id), '1')
  await expect.poll(() => readTitles(site, printer)).toEqual(inEach([]))
  expect((await fetch(`${page}/1`)).status).toBe(200)
})

test('with auto-publishing, prints enter the feeds when they end', async ({ site, printer }) => {
  await printSomething(printer, { frames: 3, job: 'before.gcode' })
  await site.printers('set', String(printer.id), '--publish-prints', 'automatic')
  const now = Date.now()
  await reportAt(printer, now, 0, { ...printing, job_name: 'after.gcode' }, null)
  expect(await readTitles(site, printer)).toEqual(inEach([]))
  await reportAt(printer, now, 1, { state: 'finished', job_name: 'after.gcode' }, null)
  expect(await readTitles(site, printer)).toEqual(inEach(['after']))
})

test('a published print is an entry with photo, start, end, and working enclosures', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  await site.printers('publish', String(printer.id), '1')
  await expect.poll(() => readTitles(site, printer)).toEqual(inEach(['dual rail']))
  const feed = parseAtomFeed(await (await fetch(feedOf(site, printer, 'atom.xml'))).text())
  const [entry] = feed.entries ?? []
  const here = (address = '') => site.url + new URL(address).pathname
  const [item] = mf2(entry?.content?.value ?? '', { baseUrl: site.url }).items
  const { photo, start, end, url } = item?.properties ?? {}
  expect(item?.type).toEqual(['h-entry'])
  expect(Date.parse(String(end?.[0]))).toBeGreaterThan(Date.parse(String(start?.[0])))
  expect(photo).toHaveLength(1)
  expect((await fetch(here(String(url?.[0])))).status).toBe(200)
  const enclosures = entry?.links?.filter(({ rel }) => rel === 'enclosure') ?? []
  expect(enclosures.map(({ type }) => type)).toEqual(['image/jpeg', 'image/webp'])
  for (const { href, type } of enclosures) {
    const answer = await fetch(here(href))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
  }
})

test('the printer’s pages link the feeds, which answer 304 to readers that have them', async ({
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 1 })
  for (const path of ['', '/prints', '/prints/1']) {
    const html = await (await fetch(`${site.url}/printers/${printer.id}${path}`)).text()
    for (const [file, type] of [
      ['atom.xml', 'application/atom+xml'],
      ['rss.xml', 'application/rss+xml'],
      ['feed.json', 'application/feed+json'],
    ]) {
      const links = [...html.matchAll(/<link[^>]+>/g)].map(([link]) => link)
      const link = links.find((found) => found.includes(`/printers/${printer.id}/prints/${file}"`))
      expect(link, `${path} ${file}`).toContain(`type="${type}"`)
      expect(link).toContain('Prints of Maker Select')
    }
  }
  for (const file of files) {
    const first = await fetch(feedOf(site, printer, file))
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    expect(first.headers.get('cache-control')).toContain('max-age=300')
    const again = await fetch(feedOf(site, printer, file), { headers: { 'if-none-match': etag } })
    expect(again.status, file).toBe(304)
    // Cached until something of this printer changes.
    expect((await fetch(feedOf(site, printer, file))).headers.get('age')).toMatch(/^\d+$/)
    await site.printers('publish', String(printer.id), '1')
    const ask = () => fetch(feedOf(site, printer, file), { headers: { 'if-none-match': etag } })
    await expect.poll(async () => (await ask()).status).toBe(200)
    await site.printers('unpublish', String(printer.id), '1')
    await expect.poll(async () => (await ask()).status).toBe(304)
  }
})

test('readings that are resent after a lost response are one observation', async ({ printer }) => {
  const at = new Date(Date.now() - 60_000).toISOString()
  const sent = { ...printing, observed_at: at }
  const first = await report(printer, sent)
  const again = await report(printer, sent)
  expect(again).toMatchObject({ received_at: first.received_at, observed_at: first.observed_at })
  const readings = await fetch(`${printer.api}prints/1/readings`)
  expect((await readings.json()).points).toHaveLength(1)
  await report(printer, { ...sent, progress: 43 })
  expect((await (await fetch(`${printer.api}prints/1/readings`)).json()).points).toHaveLength(2)
})
