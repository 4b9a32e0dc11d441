import { mkdir, rm, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findBrowser, installBrowser } from '../../scripts/test/install-browser.ts'
import { buildSite } from '../../testing/site/build.ts'
import { takePictures } from '../serving/pictures.ts'
import { type Running, startServer } from '../serving/servers.ts'
import { type Row, renderTable } from '../serving/table.ts'
import { measureUpload } from '../serving/uploads.ts'
import { installLighthouse, type Lighthouse, type LighthouseResult } from './install-lighthouse.ts'
import { categories, listFaults, type PageFigures, toFigures } from './measure-page.ts'
import { firstPictureAimMs, type MeasuredPage, pages } from './pages.ts'
import { renderFigures } from './render-figures.ts'
import { serveLimit } from './serve-limit.ts'
import { startBareNext } from './start-bare-next.ts'
import { takeMedian } from './take-median.ts'

/*
 * npm run bench:pages [-- --runs 5] [--only post,printer] [--as-built]
 * Lighthouse on one page of every kind, as a slow telephone sees them, in turns; ten minutes for all. Its results lie in
 * `.cache/bench-pages`, the last of each page whole.
 */
const folder = join(import.meta.dirname, '../../.cache/bench-pages')
const limitName = 'limit: the post as plain HTML'
const bareName = 'bare Next page with SWR'
/** The door compresses anew what is asked for again; see server/cache/recompress.ts. */
const warmMs = 5_000

interface Target {
  name: string
  url: string
  visits: PageFigures[]
  faults: Set<string>
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      /** Words that the names of the pages to measure contain. */
      only: { type: 'string', default: '' },
      'as-built': { type: 'boolean', default: false },
    },
  })
  const runs = Number(values.runs)
  if (!(runs >= 1 && runs <= 20)) throw new Error('--runs is a number from 1 to 20.')
  if (!values['as-built']) buildSite()
  const missing = installBrowser()
  if (missing !== null) throw new Error(missing)
  const { lighthouse, launch } = await installLighthouse()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })

  const pictures = (await takePictures(runs))['1280x720']
  const site = await startServer('door', { dataDir: join(folder, 'data') })
  const post = pages.find(({ name }) => name === 'the post')?.path ?? ''
  const limit = await serveLimit(`${site.url}/feed.json`, post)
  const bare = await startBareNext()
  const chrome = await launch({
    chromePath: findBrowser() ?? '',
    chromeFlags: ['--headless=new', '--disable-quic', ...asRoot()],
  })
  try {
    const words = values.only.split(',')
    const targets: Target[] = [
      ...pages.map(({ name, path }) => ({ name, url: site.url + path })),
      { name: limitName, url: limit.url },
      { name: bareName, url: bare.url },
    ]
      .filter(({ name }) => words.some((word) => name.includes(word)))
      .map((target) => ({ ...target, visits: [], faults: new Set() }))
    console.log(`Load before: ${loadavg()[0]?.toFixed(1)} (an idle machine says 0.0)`)
    for (let run = 0; run < runs; run += 1) {
      await prepare(site, pictures[run], targets)
      for (const target of targets) {
        const result = await visit(lighthouse, target.url, chrome.port)
        target.visits.push(toFigures(result))
        for (const fault of listFaults(result)) target.faults.add(fault)
        await writeFile(
          join(folder, `${target.name.replace(/\W+/g, '-')}.json`),
          JSON.stringify(result),
        )
      }
    }
    tell(targets, runs)
  } finally {
    chrome.kill()
    await limit.close()
    await bare.stop()
    await site.stop()
  }
}

/** Now and then a trace is spoiled, and Lighthouse asks to be run again; that is no fault of the page. */
async function visit(
  lighthouse: Lighthouse,
  url: string,
  port: number,
  triesLeft = 3,
): Promise<LighthouseResult> {
  const flags = { port, logLevel: 'error', onlyCategories: categories } as const
  const result = (await lighthouse(url, flags))?.lhr
  if (result === undefined) throw new Error(`Lighthouse says nothing of ${url}.`)
  const isSpoiled = result.runtimeError !== undefined && triesLeft > 1
  return isSpoiled ? visit(lighthouse, url, port, triesLeft - 1) : result
}

/** A new picture, as every few minutes; and every page has been asked for before, as on any day. */
async function prepare(site: Running, picture: Buffer | undefined, targets: readonly Target[]) {
  if (picture === undefined) throw new Error('There are too few pictures.')
  await measureUpload(site, picture)
  for (let times = 0; times < 2; times += 1)
    for (const { url } of targets)
      await (await fetch(url, { headers: { 'accept-encoding': 'br' } })).arrayBuffer()
  await sleep(warmMs)
}

function tell(targets: readonly Target[], runs: number): void {
  const measured = targets.map(({ name, visits }) => ({ name, figures: takeMedian(visits) }))
  console.log(`Load after: ${loadavg()[0]?.toFixed(1)}\n\nMedians of ${runs}\n`)
  console.log(renderFigures(measured))
  const rows = measured.flatMap(({ name, figures }) => judge(name, figures))
  console.log(`\n${renderTable('Aims', rows)}`)
  for (const { name, faults } of targets)
    for (const fault of faults) console.log(`  ${name}: ${fault}`)
}

function judge(name: string, { scores, lcpMs, shift }: PageFigures): Row[] {
  const page: MeasuredPage | undefined = pages.find((one) => one.name === name)
  if (page === undefined) return []
  const aims = categories.map((category) => page.aim[category])
  const given = categories.map((category) => scores[category])
  const rows: Row[] = [
    {
      what: `${name}: Lighthouse`,
      measured: given.join('/'),
      aim: aims.join('/'),
      isMet: given.every((score, index) => score >= (aims[index] ?? 0)),
    },
    { what: `${name}: layout shift`, measured: shift.toFixed(3), aim: '0', isMet: shift < 0.0005 },
  ]
  if (page.path.startsWith('/printers'))
    rows.push({
      what: `${name}: its picture is there`,
      measured: `${Math.round(lcpMs)} ms`,
      aim: `<= ${firstPictureAimMs} ms`,
      isMet: lcpMs <= firstPictureAimMs,
    })
  return rows
}

/** Root, as in most containers, can't have Chromium's own sandbox. */
function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

await main()
