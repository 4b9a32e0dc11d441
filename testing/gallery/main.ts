import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/test/install-browser.ts'
import { buildSite } from '../site/build.ts'
import { startSite } from '../site/start-site.ts'
import { loadFrames } from './frames.ts'
import { addPrinter } from './reporter.ts'
import { type GalleryState, states } from './states.ts'

/*
 * npm run gallery [PART OF A NAME]: screenshots of all states of the printer's page at three widths, light and dark, on one sheet
 * in `.cache/gallery`. The site is the real one with its own store, and each state is the result of a snapper's reports. The
 * argument limits the states to those with it in their names.
 */
const folder = join(import.meta.dirname, '../../.cache/gallery')
const wanted = (process.argv[2] ?? '').toLowerCase()

async function capture(browser: Browser, url: string, state: GalleryState, view: View) {
  const { width, height, colorScheme, hasScript } = view
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    javaScriptEnabled: hasScript,
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  await state.beforeLoad?.(page)
  await page.goto(url, { waitUntil: 'networkidle' })
  if (hasScript) await state.afterLoad?.(page)
  const bytes = await page.screenshot({ animations: 'disabled' })
  await context.close()
  return bytes
}

async function main(): Promise<void> {
  await buildSite()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('Chromium is not installed. Set CHROMIUM_PATH.')
  const frames = await loadFrames()
  const env = { DATA_DIR: join(folder, 'data'), PORT: '0', METRICS_PORT: '0' }
  const site = await startSite(env)
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  try {
    const screenshots: Screenshot[] = []
    for (const [index, state] of states.entries()) {
      if (!state.name.toLowerCase().includes(wanted)) continue
      const reporter = await addPrinter(site.url, env)
      await state.report(reporter, frames)
      const url = `${site.url}/printers/${reporter.id}${state.path ?? ''}`
      for (const view of views) {
        const file = `${String(index + 1).padStart(2, '0')}-${view.name}.png`
        await writeFile(join(folder, file), await capture(browser, url, state, view))
        screenshots.push({ state: state.name, view, file })
      }
      console.log(`  ${state.name}`)
    }
    const sheet = join(folder, 'index.html')
    await writeFile(sheet, renderSheet(screenshots, new Date()))
    const page = await browser.newPage({ viewport: { width: 2200, height: 1000 } })
    await page.goto(pathToFileURL(sheet).href)
    await page.screenshot({ path: join(folder, 'sheet.png'), fullPage: true })
    console.log(`\n${screenshots.length} screenshots: ${sheet}, also as sheet.png`)
  } finally {
    await browser.close()
    await site.stop()
    await rm(env.DATA_DIR, { recursive: true, force: true })
  }
}

await main()

/** The viewports of the screenshots. A height covers all parts of a page that depend on the printer's state. */
const views = [
  { name: '390-light', width: 390, height: 1500, colorScheme: 'light', hasScript: true },
  { name: '390-dark', width: 390, height: 1500, colorScheme: 'dark', hasScript: true },
  { name: '768-without-script', width: 768, height: 1500, colorScheme: 'light', hasScript: false },
  { name: '1440-light', width: 1440, height: 1500, colorScheme: 'light', hasScript: true },
  { name: '1440-dark', width: 1440, height: 1500, colorScheme: 'dark', hasScript: true },
] as const

type View = (typeof views)[number]

interface Screenshot {
  state: string
  view: View
  /** Its file's name, in the sheet's folder. */
  file: string
}

/** Scale of the screenshots on the sheet. */
const scale = 0.45

/** Renders all screenshots on one page, a row for each state. */
function renderSheet(screenshots: readonly Screenshot[], createdAt: Date): string {
  const rows = [...Map.groupBy(screenshots, ({ state }) => state)].map(
    ([state, of]) =>
      `<section><h2>${escapeMarkup(state)}</h2><div>${of.map(renderScreenshot).join('')}</div></section>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body { margin: 24px; background: #8a8680; font: 15px/1.4 sans-serif; color: #fff; width: max-content }
h2 { margin: 28px 0 8px; font-size: 20px }
section div { display: flex; gap: 12px; align-items: flex-start }
img { display: block }
</style><h1>All states, ${createdAt.toISOString().slice(0, 16).replace('T', ' ')}</h1>${rows.join('\n')}</html>`
}

function renderScreenshot({ view, file }: Screenshot): string {
  const [width, height] = [view.width * scale, view.height * scale].map(Math.round)
  return `<a href="${file}"><img src="${file}" alt="${view.name}" width="${width}" height="${height}"></a>`
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
