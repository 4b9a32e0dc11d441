import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { findBrowser } from '../../scripts/test/install-browser.ts'
import { loadFrames } from '../../testing/gallery/frames.ts'
import { addPrinter } from '../../testing/gallery/reporter.ts'
import { buildSite } from '../../testing/site/build.ts'
import { startSite } from '../../testing/site/start-site.ts'
import { type Row, renderTable } from '../serving/table.ts'
import { buildFloor } from './build-floor.ts'
import { interact } from './interact.ts'
import { addUp, formatKilobytes, type PageScript } from './page-scripts.ts'
import { spendAnHour, weighVisit } from './visit.ts'

/*
 * npm run bench:weight: what the printer's page costs whoever looks at it. Its script above the bare Next floor, built by the same
 * bundler in the same run; an hour of looking on; and how soon it answers a hand while polls arrive.
 */
const maxAboveFloor = 12_000
const maxHour = 60_000
const maxInteractionMs = 100
/** The image process has made a picture's whole set by then. */
const madeAfterMs = 3_000

async function main(): Promise<void> {
  buildSite()
  const floor = buildFloor()
  const executablePath = findBrowser()
  if (executablePath === null) throw new Error('There is no Chromium. Set CHROMIUM_PATH to one.')
  const film = await loadFrames()
  const dataDir = await mkdtemp(join(tmpdir(), 'weight-'))
  const env = { DATA_DIR: dataDir, PORT: '0', METRICS_PORT: '0' }
  const site = await startSite(env)
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-quic'] : ['--disable-quic']
  const browser = await chromium.launch({ executablePath, args })
  try {
    const watched = await addPrinter(site.url, env)
    await watched.sendFrames(film, 5, 3)
    const url = `${site.url}/printers/${watched.id}`
    const scripts = await weighVisit(browser, url)
    const above = addUp(scripts) - addUp(floor)

    const page = await browser.newPage()
    const ten = film[6]
    const hour = await spendAnHour(page, url, async (minute) => {
      if (minute % 10 === 0 && ten !== undefined)
        await watched.send(0, { ...ten.fields, progress: minute }, null)
    })
    await page.close()

    const busy = await addPrinter(site.url, env)
    await busy.sendFrames(film, 5, 3)
    const feel = await interact(browser, `${site.url}/printers/${busy.id}`, {
      rounds: 8,
      async onRound(round) {
        const shot = film[6 + (round % 6)]
        if (shot === undefined) return
        await busy.send(0, shot.fields, { bytes: shot.picture, minutesAgo: 0 })
        // Whoever looks at it does so on a machine of their own, which makes no pictures.
        await sleep(madeAfterMs)
      },
    })

    const rows: Row[] = [
      { what: 'bare Next page', measured: formatKilobytes(addUp(floor)) },
      { what: 'the printer’s page', measured: formatKilobytes(addUp(scripts)) },
      judge(
        'above the floor',
        formatKilobytes(above),
        `${maxAboveFloor / 1000} kB`,
        above <= maxAboveFloor,
      ),
      judge(
        `an hour, a report every 10 min (${hour.requests} requests)`,
        formatKilobytes(hour.bytes),
        `${maxHour / 1000} kB`,
        hour.bytes < maxHour,
      ),
      judge(
        `Interaction to Next Paint while polls arrive, processor / 4`,
        `${feel.inpMs} ms`,
        `${maxInteractionMs} ms`,
        feel.inpMs < maxInteractionMs,
      ),
      { what: `the slowest of ${feel.interactions} touches`, measured: `${feel.slowestMs} ms` },
      judge('layout shift meanwhile', String(feel.layoutShift), '0', feel.layoutShift === 0),
    ]
    console.log(renderTable('The printer’s page, script by brotli', rows))
    console.log(listOwn(scripts, floor))
    console.log(
      `Load: ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
    )
  } finally {
    await browser.close()
    await site.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function judge(what: string, measured: string, aim: string, isMet: boolean): Row {
  return { what, measured, aim, isMet }
}

/** The page's scripts, heaviest first; the floor's are told apart by their size, as their names are those of another build. */
function listOwn(scripts: readonly PageScript[], floor: readonly PageScript[]): string {
  const isFloor = ({ bytes }: PageScript) =>
    floor.some((each) => Math.abs(each.bytes - bytes) <= bytes / 100)
  return scripts
    .toSorted((one, other) => other.brotli - one.brotli)
    .map((script) => {
      const size = formatKilobytes(script.brotli).padStart(9)
      return `${size}  ${script.path}${isFloor(script) ? '  (as the floor has it)' : ''}`
    })
    .join('\n')
}

await main()
