import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { findBrowser } from '../../../scripts/test/install-browser.ts'
import { loadFrames } from '../../../testing/gallery/frames.ts'
import { addPrinter } from '../../../testing/gallery/reporter.ts'
import { startSite } from '../../../testing/site/start-site.ts'
import type { SuiteContext } from '../../suite.ts'
import { formatKilobytes, formatMs, renderTable, toLimitRow } from '../../table.ts'
import { interact } from './interact.ts'
import { leaveOpen } from './leave-open.ts'
import { addUp, listScripts, maxAboveFloor, weighFloor, weighVisit } from './page-scripts.ts'

export const needsBuild = true

const maxHour = 60_000
const maxInteractionMs = 100
/** By then the image process has made all variants of a picture. */
const madeAfterMs = 3_000

/**
 * The cost of the printer's page: its script above an empty Next page built by the same bundler, an hour left open, and how fast it
 * responds to interaction while polls arrive.
 */
export async function run(context: SuiteContext): Promise<void> {
  const floor = weighFloor()
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('There is no Chromium. Set CHROMIUM_PATH to one.')
  const frames = await loadFrames()
  const env = { DATA_DIR: join(context.folder, 'data'), PORT: '0', METRICS_PORT: '0' }
  const site = await startSite(env)
  context.defer(site.stop)
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-quic'] : ['--disable-quic']
  const browser = await chromium.launch({ executablePath, args })
  context.defer(() => browser.close())

  const watched = await addPrinter(site.url, env)
  await watched.sendFrames(frames, 5, 3)
  const url = `${site.url}/printers/${watched.id}`
  const visit = await browser.newPage()
  const scripts = await weighVisit(visit, url)
  await visit.close()
  const above = addUp(scripts) - addUp(floor)
  const minutes = context.isShort ? 10 : 60
  const page = await browser.newPage()
  const hour = await leaveOpen(page, url, minutes, async (minute) => {
    const later = frames[6]
    if (minute % 10 === 0 && later !== undefined)
      await watched.send(0, { ...later.fields, progress: minute }, null)
  })
  await page.close()

  const busy = await addPrinter(site.url, env)
  await busy.sendFrames(frames, 5, 3)
  const feel = await interact(browser, `${site.url}/printers/${busy.id}`, {
    rounds: context.isShort ? 2 : 8,
    async onRound(round) {
      const frame = frames[6 + (round % 6)]
      if (frame === undefined) return
      await busy.send(0, frame.fields, { bytes: frame.picture, minutesAgo: 0 })
      // A visitor's own machine doesn't make variants at the same time.
      await sleep(madeAfterMs)
    },
  })

  const open = `${minutes} min left open, a report every 10 min (${hour.requests} requests)`
  console.log(
    renderTable('The printer’s page, script by Brotli', [
      ['an empty Next page', formatKilobytes(addUp(floor))],
      ['the printer’s page', formatKilobytes(addUp(scripts))],
      toLimitRow('above the empty page', above, maxAboveFloor, formatKilobytes),
      toLimitRow(open, hour.bytes, maxHour, formatKilobytes),
      toLimitRow(
        'Interaction to Next Paint while polls arrive, CPU / 4',
        feel.inpMs,
        maxInteractionMs,
        formatMs,
      ),
      [`the slowest of ${feel.interactions} interactions`, formatMs(feel.slowestMs)],
      toLimitRow('layout shift meanwhile', feel.layoutShift, 0, String),
    ]),
  )
  console.log(listScripts(scripts, floor))
}
