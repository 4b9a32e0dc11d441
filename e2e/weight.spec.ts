import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import {
  addUp,
  listScripts,
  maxAboveFloor,
  weighFloor,
  weighVisit,
} from '../bench/suites/weight/page-scripts.ts'
import { printSomething } from './histories.ts'
import { expect, type Site, startSite, test } from './site.ts'

/* What pages weigh. Bytes are counted, not timed: a loaded machine sends the same. */

const post = '/2021/02/07/0/grafana-debugging'
const seed = join(import.meta.dirname, '../../shared/seed/grafana-debugging.md')

/** Size of the compressed body, as a browser receives it. */
function weigh(url: string): Promise<{ bytes: number; encoding: string | undefined }> {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof weigh>>>()
  const sent = request(url, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
  sent.on('error', reject).on('response', async (answer) => {
    let bytes = 0
    for await (const chunk of answer) bytes += (chunk as Buffer).length
    resolve({ bytes, encoding: answer.headers['content-encoding'] })
  })
  sent.end()
  return promise
}

const weighAll = async (urls: readonly string[]) =>
  (await Promise.all(urls.map(weigh))).reduce((sum, { bytes }) => sum + bytes, 0)

async function listResources(page: Page, site: Site): Promise<string[]> {
  await page.route(
    (url) => url.host !== new URL(site.url).host,
    (route) => route.abort(),
  )
  await page.goto(site.url + post)
  await page.waitForLoadState('networkidle')
  const all = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  )
  return all.filter((name) => name.startsWith(site.url))
}

async function expectLight(page: Page, site: Site): Promise<void> {
  const resources = await listResources(page, site)
  const pick = (pattern: RegExp) => resources.filter((name) => pattern.test(name))
  const [scripts, styles, fonts] = [pick(/\.js\b/), pick(/\.css\b/), pick(/\.woff2\b/)]
  expect(scripts).toHaveLength(1)
  expect(await weighAll(scripts)).toBeLessThanOrEqual(4_096)
  expect(styles.length).toBeGreaterThan(0)
  expect(await weighAll(styles)).toBeLessThan(10_000)
  expect(fonts).toHaveLength(2)
  expect(await weighAll(fonts)).toBeLessThan(50_000)
}

test('our version of the first post adds little to its words', async ({ page, site }) => {
  await expectLight(page, site)
})

test('the first post, with all that it loads, is small', async ({ page }) => {
  test.skip(!existsSync(seed) && !process.env.CI, `${seed} isn't there`)
  const contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  const file = join(contentDir, `blog${post}.md`)
  await mkdir(dirname(file), { recursive: true })
  await copyFile(seed, file)
  const site = await startSite({ CONTENT_DIR: contentDir })
  try {
    await expectLight(page, site)
    const html = await (await fetch(site.url + post)).text()
    const withoutDiagram = html.replace(/<figure class="diagram[\s\S]*?<\/figure>/, '')
    expect(withoutDiagram.length).toBeLessThan(html.length)
    expect(brotliCompressSync(withoutDiagram).length).toBeLessThan(8_000)
    // Also with it, once it has been requested twice and recompressed.
    expect(await weigh(site.url + post)).toMatchObject({ encoding: 'br' })
    await expect
      .poll(async () => (await weigh(site.url + post)).bytes, { timeout: 60_000 })
      .toBeLessThan(8_000)
  } finally {
    await site.stop()
    await rm(contentDir, { recursive: true })
  }
})

test('the printer’s page, with all that it has, adds little script to an empty Next page', async ({
  page,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 2 })
  const scripts = await weighVisit(page, `${site.url}/printers/${printer.id}`)
  const floor = weighFloor()
  const above = addUp(scripts) - addUp(floor)
  expect(above).toBeGreaterThan(5_000) // it has loaded
  expect(above, listScripts(scripts, floor)).toBeLessThanOrEqual(maxAboveFloor)
})
