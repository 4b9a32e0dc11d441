import { expect, test } from 'vitest'
import { print } from '#components/prints/prints.fixture.ts'
import { inZone } from '#lib/api/formats.fixture.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import { fillPrints } from './print-figure.ts'

const place = (href: string) => `<p class="print-embed"><a href="${href}">Print 7</a></p>`
const own = place('/printers/1/prints/7')

async function fill(html: string, changes: Partial<ApiPrint> | null = {}, isFeed = false) {
  const about = { siteUrl: 'https://example.org', formats: inZone('UTC'), isFeed }
  return fillPrints(html, about, async (address) =>
    address.printer === 1 && address.number === 7 && changes ? { ...print, ...changes } : null,
  )
}

test('the place of a print shows its picture, name and result, with a link and no script', async () => {
  const html = await fill(`<p>a</p>${own}<p>b</p>`)
  expect(html).toMatch(
    /^<p>a<\/p><figure class="print-card relative"><picture><img alt="3D printer/,
  )
  expect(html).toContain('src="/media/')
  expect(html).toContain(
    '<a class="card-link text-link" href="/printers/1/prints/7"><bdi>dual rail-v2</bdi></a>. Finished between 22:10 and 22:20 UTC, Sun 22 Nov 2026.</figcaption></figure><p>b</p>',
  )
  expect(html).not.toMatch(/<script| on\w+=| style=/)
})

test('an address of this site is its own, also over HTTP, and another site’s stays a link', async () => {
  expect(await fill(place('http://example.org/printers/1/prints/7'))).toContain('<figure')
  const foreign = place('https://elsewhere.example/printers/1/prints/7')
  expect(await fill(foreign)).toBe(foreign)
})

test('a print that is missing or hidden is a plain link', async () => {
  expect(await fill(own, null)).toBe(own)
  expect(await fill(place('/printers/1/prints/8') + own)).toMatch(
    /^<p class="print-embed">.*<figure/,
  )
})

test('in a feed it is a picture with absolute addresses, and while it runs a link', async () => {
  const feed = await fill(place('https://example.org/printers/1/prints/7'), {}, true)
  expect(feed).toMatch(/^<figure><img [^>]*src="https:\/\/example\.org\/media\//)
  expect(feed).toContain('<a href="https://example.org/printers/1/prints/7">dual rail-v2</a>')
  expect(feed).not.toContain('class=')
  expect(await fill(own, { ended: null, outcome: 'running' }, true)).toBe(
    '<p><a href="https://example.org/printers/1/prints/7">dual rail-v2</a></p>',
  )
})

test('a name can’t become markup, and a print without a picture is text', async () => {
  const html = await fill(own, { title: '<b>"$&"</b>', picture: null })
  expect(html).toContain('<bdi>&lt;b&gt;&quot;$&amp;&quot;&lt;/b&gt;</bdi>')
  expect(html).not.toContain('<img')
})
