import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { addPrinter, expect, type Site, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'
import { writeFiles } from './write-files.ts'

/* An owner's colours, typefaces and style sheet, without a build. */

const settings = `title: Ada
theme:
  paper: "#fdf6e3"
  ink: "#17324d"
  accent: "#0057b8"
  frame: "#17324d"
  type: literata
  logo: /logo.svg
`
/** Of the settings. */
const paper = 'rgb(253, 246, 227)'
const sheet = 'h1 { letter-spacing: 0.125em } :root { --color-line: rgb(1, 2, 3) }'

let folder = ''
let site: Site
let id = 0
test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'))
  await writeFiles(folder, {
    'site.yaml': settings,
    'custom.css': sheet,
    'pages/about.md': '---\ntitle: About\n---\n\nI print.\n',
    'public/favicon.ico': 'the owner’s',
    'public/logo.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32"><path d="M0 0h64v32H0z"/></svg>',
  })
  site = await startSite({ CONTENT_DIR: folder })
  const printer = await addPrinter(site, 'Maker Select')
  id = printer.id
  // Until the documents are rendered for the first time, theirs are unavailable.
  await expect.poll(async () => (await fetch(`${site.url}/about`)).status).toBe(200)
  await report(printer, printing, await takePicture(1))
})
test.afterAll(async () => {
  await site.stop()
  await rm(folder, { recursive: true, force: true })
})

const getBackground = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.body).backgroundColor)

for (const javaScriptEnabled of [true, false])
  test(`pages have the owner’s colours and nothing is blocked, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled, colorScheme: 'light' })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    const own = [`/about`, `/printers/${id}`, `/printers/${id}/embed`]
    for (const path of ['/', ...own, `/printers/${id}/archive`]) {
      await page.goto(site.url + path)
      expect([path, await getBackground(page)]).toEqual([path, paper])
      const colours = await page
        .locator('meta[name=theme-color]')
        .evaluateAll((all) => all.map((meta) => meta.getAttribute('content')))
      expect([path, colours[0]]).toEqual([path, '#fdf6e3'])
    }
    await page.goto(`${site.url}/nowhere`)
    expect(await getBackground(page)).toBe(paper)
    // Of the missing page.
    expect(errors.filter((text) => !text.includes('404'))).toEqual([])
    await context.close()
  })

test('the dark theme has the owner’s hues on dark paper, and may be chosen', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${site.url}/about`)
  const [red = 255, green = 255, blue = 255] =
    (await getBackground(page)).match(/\d+/g)?.map(Number) ?? []
  expect(Math.max(red, green, blue)).toBeLessThan(40)
  await page.getByRole('button', { name: /Theme/ }).click()
  expect(await getBackground(page)).toBe(paper)
})

test('a page loads the chosen typefaces and no other, and no further style sheet but custom.css', async ({
  page,
}) => {
  const requested: string[] = []
  page.on('request', (request) => requested.push(new URL(request.url()).pathname))
  await page.goto(`${site.url}/about`, { waitUntil: 'networkidle' })
  expect(requested.filter((path) => path.startsWith('/fonts/')).sort()).toEqual([
    '/fonts/archivo-condensed.woff2',
    '/fonts/literata.woff2',
  ])
  const sheets = requested.filter((path) => path.endsWith('.css'))
  expect(sheets.at(-1)).toBe('/custom.css')
  expect(sheets).toHaveLength(2)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveCSS('font-family', /^Literata/)
})

test('custom.css comes last, may be cached for ever, and only under its own hash', async ({
  page,
}) => {
  await page.goto(`${site.url}/about`)
  const line = await page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue('--color-line'),
  )
  expect(line).toBe('rgb(1, 2, 3)')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveCSS('letter-spacing', 'normal')
  const href = await page.locator('link[rel=stylesheet][href^="/custom.css"]').getAttribute('href')
  const { headers } = await fetch(site.url + href)
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  const other = await fetch(`${site.url}/custom.css?v=old`)
  expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'no-store'])
})

test('icons, cards and previews have the owner’s colours', async () => {
  const read = async (path: string) =>
    Buffer.from(await (await fetch(site.url + path)).arrayBuffer())
  const icon = (await read('/icon.svg')).toString()
  for (const colour of ['#17324d', '#fdf6e3', '#0057b8']) expect(icon).toContain(colour)
  expect((await read(`/printers/${id}/card.svg`)).toString()).toContain('fill="#17324d"')
  // A file of the owner's takes the place of an icon.
  expect((await read('/favicon.ico')).toString()).toBe('the owner’s')
  // The frame of the icon, of the card and of the preview begins in the corner.
  for (const path of ['/apple-icon.png', `/printers/${id}/card.png`, '/og/about.png']) {
    const { data } = await sharp(await read(path))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const corner = [...data.subarray(0, 3)]
    const isNear = [0x17, 0x32, 0x4d].every((part, at) => Math.abs(part - (corner[at] ?? 0)) < 6)
    expect([path, isNear, corner]).toEqual([path, true, corner])
  }
})

test('the logo is next to the name, and nothing moves when it arrives', async ({ page }) => {
  await page.route('**/logo.svg', (route) => route.abort())
  await page.goto(`${site.url}/about`)
  const logo = page.locator('.wordmark img')
  const box = await logo.boundingBox()
  expect(Math.round((box?.width ?? 0) / (box?.height ?? 1))).toBe(2)
})

test('a changed theme is shown without a restart, on pages and pictures', async ({ page }) => {
  await page.goto(`${site.url}/about`)
  // Nobody could read this; it stops nothing, and the owner learns of it.
  const faint = '  quiet: "#d9e9f0"\n'
  await writeFile(join(folder, 'site.yaml'), settings.replace('#fdf6e3', '#e3f6fd') + faint)
  await expect
    .poll(async () => {
      await page.reload()
      return getBackground(page)
    })
    .toBe('rgb(227, 246, 253)')
  expect(await (await fetch(`${site.url}/icon.svg`)).text()).toContain('#e3f6fd')
  await writeFile(join(folder, 'custom.css'), ':root { --color-line: rgb(4, 5, 6) }')
  const readLine = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--color-line'))
  await expect
    .poll(async () => {
      await page.reload()
      return readLine()
    })
    .toBe('rgb(4, 5, 6)')
  expect(site.log.join('\n')).toContain('site.yaml:9: theme.quiet #d9e9f0 and paper #e3f6fd')
})
