import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/test/install-browser.ts'
import { buildSite } from '../site/build.ts'
import { startSite } from '../site/start-site.ts'
import { loadFrames } from './frames.ts'
import { addPrinter } from './reporter.ts'
import { renderSheet, type Screenshot, type View, views } from './sheet.ts'
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
  buildSite()
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
