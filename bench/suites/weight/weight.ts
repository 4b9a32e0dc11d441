import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync } from 'node:zlib'
import { type Browser, chromium } from '@playwright/test'
import { findBrowser } from '../../../scripts/test/install-browser.ts'
import { loadFrames } from '../../../testing/gallery/frames.ts'
import { addPrinter } from '../../../testing/gallery/reporter.ts'
import { startSite } from '../../../testing/site/start-site.ts'
import { buildNext, emptyPage } from '../../build-next.ts'
import type { SuiteContext } from '../../suite.ts'
import { formatKilobytes, formatMs, renderTable, toLimitRow } from '../../table.ts'
import { interact } from './interact.ts'
import { leaveOpen } from './leave-open.ts'

export const needsBuild = true

const maxAboveFloor = 12_000
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
  const scripts = await weighVisit(browser, url)
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

interface PageScript {
  path: string
  bytes: number
  /** At Brotli's best, which the site sends once it has recompressed a response. */
  brotli: number
}

function weigh(path: string, body: Buffer): PageScript {
  return { path, bytes: body.length, brotli: brotliCompressSync(body).length }
}

/** The scripts of an empty page that current browsers load; those for old ones (`nomodule`) don't count. */
function weighFloor(): PageScript[] {
  const folder = buildNext('floor', emptyPage)
  const html = readFileSync(join(folder, '.next/server/app/index.html'), 'utf8')
  const paths = (html.match(/<script\b[^>]*>/g) ?? [])
    .filter((tag) => !/\snomodule/i.test(tag))
    .flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1] ?? [])
  return [...new Set(paths)].map((path) =>
    weigh(path, readFileSync(join(folder, path.replace(/^\/_next\//, '.next/')))),
  )
}

/** Every script that a visit loads, until the network is idle. */
async function weighVisit(browser: Browser, url: string): Promise<PageScript[]> {
  const page = await browser.newPage()
  const found: Promise<PageScript>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    const path = new URL(response.url()).pathname
    found.push(response.body().then((body) => weigh(path, body)))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  const scripts = await Promise.all(found)
  await page.close()
  return scripts
}

function addUp(scripts: readonly PageScript[]): number {
  return scripts.reduce((sum, { brotli }) => sum + brotli, 0)
}

/** Heaviest first. Scripts of the empty page are recognised by their size, because names differ between builds. */
function listScripts(scripts: readonly PageScript[], floor: readonly PageScript[]): string {
  const isFloor = ({ bytes }: PageScript) =>
    floor.some((each) => Math.abs(each.bytes - bytes) <= bytes / 100)
  return scripts
    .toSorted((one, other) => other.brotli - one.brotli)
    .map((script) => {
      const size = formatKilobytes(script.brotli).padStart(9)
      return `${size}  ${script.path}${isFloor(script) ? '  (also on the empty page)' : ''}`
    })
    .join('\n')
}
