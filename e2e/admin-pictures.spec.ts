import { readdirSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectClean } from './clean-page.ts'
import { printSomething, reportAt, startOfHistory } from './histories.ts'
import { type OwnSite, signedInTest as test } from './own-site.ts'
import { expect, type Printer } from './site.ts'
import { writeFiles } from './write-files.ts'

/* Promises to the owner about single pictures. All tests have one site; each has a printer of its own. */

/** Where it is between 14 and 15 o'clock: the last hours are one day. */
function findZoneOfAfternoon(): string {
  const west = new Date().getUTCHours() - 14
  return `Etc/GMT${west < 0 ? '' : '+'}${west}`
}

const contentDir = await mkdtemp(join(tmpdir(), 'own-'))
await writeFiles(contentDir, { 'site.yaml': `time_zone: ${findZoneOfAfternoon()}` })
test.use({ ownEnv: { CONTENT_DIR: contentDir } })

// In one worker, so that there is one site.
test.describe.configure({ mode: 'default' })

const fetchJson = async (url: string) => (await fetch(url)).json()

interface Shown {
  captured_at: string
  sha256: string
}

/** Oldest first, as visitors see them. */
async function listShown(printer: Printer): Promise<Shown[]> {
  const { snapshots } = await fetchJson(`${printer.api}snapshots`)
  return snapshots
    .map(
      ({
        captured_at,
        sources: [source],
      }: {
        captured_at: string
        sources: { url: string }[]
      }) => ({
        captured_at,
        sha256: source?.url.split('/').at(-2) ?? '',
      }),
    )
    .reverse()
}

const frames = (page: Page) => page.getByRole('checkbox')
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const status = (page: Page, hasText: string) => page.getByRole('status').filter({ hasText })

/** With a clock that the test drives. */
async function openPictures(page: Page, own: OwnSite, printer: Printer): Promise<void> {
  await page.clock.install()
  await page.goto(`${own.origin}/admin/pictures?printer=${printer.id}`)
  await expect(page.getByRole('heading', { name: 'Pictures', exact: true })).toBeVisible()
}

/** All that may show a picture of a printer with one print. */
const surfaces = ({ id }: Printer) => {
  const [page, api] = [`/printers/${id}`, `/api/3dprinter/${id}/`]
  return [
    ...['/', '/printers', '/api/3dprinter/', `/api/oembed?url=${encodeURIComponent(page)}`],
    ...['', '/archive', '/prints', '/prints/1', '/embed', '/present', '/share'].map(
      (path) => page + path,
    ),
    ...['atom.xml', 'rss.xml', 'feed.json'].map((feed) => `${page}/prints/${feed}`),
    ...['', 'snapshots', 'prints', 'prints/1', 'prints/1/frames'].map((path) => api + path),
  ]
}

test('what I hide is gone everywhere at once, cached or not, and comes back when I show it', async ({
  page,
  own,
  printer,
}) => {
  await printSomething(printer, { frames: 3 })
  await own.printers('publish', String(printer.id), '1')
  const shown = await listShown(printer)
  expect(shown).toHaveLength(5)
  const [, , third, before, newest] = shown
  const media = `${own.url}/media/${newest?.sha256}/320.jpg`
  const flipbook = `${printer.api}prints/1/flipbook.webp`
  const read = async (path: string) => (await fetch(own.url + path)).text()
  const findWith = async (sha256 = '') => {
    const found = []
    for (const path of surfaces(printer)) if ((await read(path)).includes(sha256)) found.push(path)
    return found
  }
  // All of it is in the cache now.
  expect((await findWith(newest?.sha256)).length).toBeGreaterThan(10)
  const etags = async () =>
    await Promise.all(
      [flipbook, `${printer.api}snapshot.jpg`, `${own.url}/printers/${printer.id}/card.png`].map(
        async (url) => (await fetch(url)).headers.get('etag'),
      ),
    )
  const earlier = await etags()
  expect((await fetch(media)).status).toBe(200)

  await openPictures(page, own, printer)
  await expect(frames(page)).toHaveCount(5)
  // The newest comes first.
  for (const index of [0, 2]) await frames(page).nth(index).check()
  await page.clock.pauseAt(Date.now() + 60_000)
  await button(page, 'Hide').click()
  await expect(button(page, 'Undo 2 pictures hidden')).toBeFocused()
  await expect(status(page, '2 pictures will be hidden in ten seconds')).toBeVisible()
  await expect(page.locator('li[data-hidden]')).toHaveCount(2)
  await page.clock.runFor(9_000)
  expect((await fetch(media)).status).toBe(200)
  await button(page, /^Undo/).click()
  await page.clock.runFor(10_000)
  await page.clock.resume()
  await expect(page.locator('li[data-hidden]')).toHaveCount(0)
  expect((await fetch(media)).status).toBe(200)

  for (const index of [0, 2]) await frames(page).nth(index).check()
  await button(page, 'Hide').click()
  await page.clock.runFor(10_000)
  await expect(status(page, '2 pictures are hidden.')).toBeVisible()
  for (const each of [newest, third]) {
    expect(await findWith(each?.sha256)).toEqual([])
    expect((await fetch(`${own.url}/media/${each?.sha256}/320.jpg`)).status).toBe(404)
  }
  expect((await findWith(before?.sha256)).length).toBeGreaterThan(10)
  for (const [index, etag] of (await etags()).entries()) expect(etag).not.toBe(earlier[index])
  // The one before has its own time, and the readings are those of the newest report.
  const now = await fetchJson(printer.api)
  expect(now.snapshot.captured_at).toBe(before?.captured_at)
  expect(now.state).toBe('finished')
  expect((await fetchJson(`${printer.api}prints/1`)).pictures).toBe(2)

  // Only I see it, and no cache keeps it.
  await page.reload()
  const hidden = page.locator('li[data-hidden]').first()
  await expect(hidden.locator('img')).toHaveJSProperty('naturalWidth', 320)
  const path = (await hidden.getByRole('link').getAttribute('href')) ?? ''
  expect(path).toMatch(/^\/admin\/api\//)
  const seen = await page.request.get(own.origin + path)
  expect([seen.status(), seen.headers()['cache-control']]).toEqual([200, 'no-store'])
  expect((await fetch(own.url + path)).status).toBe(401)
  await page.getByRole('link', { name: 'All hidden pictures (2)' }).click()
  await expect(frames(page)).toHaveCount(2)
  await button(page, /^Select all 2/).click()
  await button(page, 'Show again').click()
  await page.clock.runFor(10_000)
  await expect(status(page, '2 pictures are public again.')).toBeVisible()
  await expect(page.getByText('No picture is hidden.')).toBeVisible()
  expect((await fetch(media)).status).toBe(200)
  expect(await findWith(newest?.sha256)).not.toEqual([])
})

test('what I delete is gone from the disk, unless I leave the page before', async ({
  page,
  own,
  printer,
}) => {
  // No other printer has the same bytes.
  for (const seed of [101, 102, 103])
    await reportAt(printer, startOfHistory(60), seed - 100, {}, seed)
  const [, gone] = await listShown(printer)
  const sha256 = gone?.sha256 ?? ''
  await fetch(`${own.url}/media/${sha256}/320.jpg`)
  const blobs = () =>
    readdirSync(join(own.dataDir, 'blobs'), { recursive: true }).filter((path) =>
      String(path).includes(sha256),
    )
  expect(blobs().length).toBeGreaterThan(1)
  await openPictures(page, own, printer)
  await frames(page).nth(1).check()
  await button(page, 'Delete for good').click()
  await expect(frames(page)).toHaveCount(2)
  await expect(page.getByText('unless you leave this page before')).toBeVisible()
  await page.reload()
  await page.clock.runFor(60_000)
  await expect(frames(page)).toHaveCount(3)
  expect(await listShown(printer)).toHaveLength(3)

  await frames(page).nth(1).check()
  await button(page, 'Delete for good').click()
  await page.clock.runFor(10_000)
  await expect(status(page, '1 picture is deleted for good.')).toBeVisible()
  expect(blobs()).toEqual([])
  expect((await listShown(printer)).map((each) => each.sha256)).not.toContain(sha256)
  const log = await page.request.get(`${own.origin}/admin/api/log`)
  expect((await log.json()).entries[0]).toMatchObject({ action: 'pictures-deleted' })
})

test('a page that is left hides at once; what the site refuses is undone on the page', async ({
  page,
  own,
  printer,
}) => {
  await printSomething(printer, { frames: 1 })
  await openPictures(page, own, printer)
  await page.route('**/pictures', (route) => route.abort())
  await frames(page).first().check()
  await button(page, 'Delete for good').click()
  await page.clock.runFor(10_000)
  await expect(page.getByRole('alert').filter({ hasText: 'can’t be reached' })).toBeVisible()
  await expect(frames(page)).toHaveCount(3)
  await page.unroute('**/pictures')

  await frames(page).first().check()
  await button(page, 'Hide').click()
  await page.getByRole('link', { name: 'Printers', exact: true }).click()
  await expect.poll(async () => (await listShown(printer)).length).toBe(2)
})

test('the keyboard selects a range, and axe finds nothing', async ({ page, own, printer }) => {
  const look = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expectClean(page, `pictures-${name}-${colorScheme}`)
    }
  }
  await printSomething(printer, { frames: 6 })
  await openPictures(page, own, printer)
  await frames(page).first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press(' ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(5)
  await page.keyboard.press('End')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: /^Open/ }).last()).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(button(page, 'Select none')).toBeFocused()
  await look('selected')
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(button(page, /^Undo/)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(frames(page).last()).toBeFocused()
  await expect(page.locator('li[data-hidden]')).toHaveCount(0)
  // Axe needs timers.
  await page.clock.resume()
  await frames(page).last().check()
  await button(page, 'Delete for good').click()
  await look('undo')
})
