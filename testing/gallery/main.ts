import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/test/install-browser.ts'
import { buildSite } from '../site/build.ts'
import { startSite } from '../site/start-site.ts'
import { loadFrames } from './frames.ts'
import { addPrinter } from './reporter.ts'
import { type Print, renderSheet } from './sheet.ts'
import { type GalleryState, states } from './states.ts'
import { type View, views } from './views.ts'

/*
 * npm run gallery: every state that a visitor can meet, at two widths, light and dark, on one sheet to look at. The site is the
 * real one on a store of its own, and every state is made by what a snapper would send. A part of a state's name as an
 * argument takes only those.
 */
const folder = join(import.meta.dirname, '../../.cache/gallery')
const wanted = (process.argv[2] ?? '').toLowerCase()

async function shoot(browser: Browser, url: string, state: GalleryState, view: View) {
  const { width, height, colorScheme, hasScript } = view
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    javaScriptEnabled: hasScript,
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  await state.arrange?.(page)
  await page.goto(url, { waitUntil: 'networkidle' })
  if (hasScript) await state.reach?.(page)
  const bytes = await page.screenshot({ animations: 'disabled' })
  await context.close()
  return bytes
}

async function main(): Promise<void> {
  buildSite()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('There is no Chromium. Set CHROMIUM_PATH to one.')
  console.log('Exposing the film ...')
  const film = await loadFrames()
  const env = { DATA_DIR: join(folder, 'data'), PORT: '0', METRICS_PORT: '0' }
  const site = await startSite(env)
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  try {
    const prints: Print[] = []
    for (const [place, state] of states.entries()) {
      if (!state.name.toLowerCase().includes(wanted)) continue
      const teller = await addPrinter(site.url, env)
      await state.tell(teller, film)
      const url = `${site.url}/printers/${teller.id}${state.path ?? ''}`
      for (const view of views) {
        const file = `${String(place + 1).padStart(2, '0')}-${view.name}.png`
        await writeFile(join(folder, file), await shoot(browser, url, state, view))
        prints.push({ state: state.name, view, file })
      }
      console.log(`  ${state.name}`)
    }
    const sheet = join(folder, 'index.html')
    await writeFile(sheet, renderSheet(prints, new Date()))
    const page = await browser.newPage({ viewport: { width: 2200, height: 1000 } })
    await page.goto(pathToFileURL(sheet).href)
    await page.screenshot({ path: join(folder, 'sheet.png'), fullPage: true })
    console.log(`\n${prints.length} pictures on one sheet: ${sheet}, and sheet.png beside it.`)
  } finally {
    await browser.close()
    await site.stop()
    await rm(env.DATA_DIR, { recursive: true, force: true })
  }
}

await main()
