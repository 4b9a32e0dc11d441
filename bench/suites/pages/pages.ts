import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBrowser, installBrowser } from '../../../scripts/test/install-browser.ts'
import { buildNext, pollingPage } from '../../build-next.ts'
import { measureUpload, takeNext, takePictures } from '../../pictures.ts'
import { startBenchSite, startNext } from '../../servers.ts'
import type { SuiteContext } from '../../suite.ts'
import { type Row, renderTable } from '../../table.ts'
import { installLighthouse, type Lighthouse, type LighthouseResult } from './install-lighthouse.ts'
import {
  categories,
  listIssues,
  type PageFigures,
  renderFigures,
  takeMedians,
  toFigures,
} from './page-figures.ts'
import { serveLimit } from './serve-limit.ts'

export const needsBuild = true
/** The last Lighthouse result of each page. */
export const keepsFolder = true

const full = { performance: 100, accessibility: 100, 'best-practices': 100, seo: 100 }
const postPath = '/2021/02/07/0/grafana-debugging'
/** One page of every kind. The printer's page needs React and may lose a point for it, as a bare Next page with SWR does. */
const pages = [
  { name: 'home', path: '/', aim: full },
  { name: 'blog', path: '/blog', aim: full },
  { name: 'the post', path: postPath, aim: full },
  { name: 'a project', path: '/projects/infrastructure', aim: full },
  { name: 'a tag', path: '/tags/kubernetes', aim: full },
  { name: 'about', path: '/about', aim: full },
  { name: 'the printer', path: '/printers/1', aim: { ...full, performance: 99 } },
]
/** Until the printer's picture is painted, on Lighthouse's slow phone. */
const maxPictureMs = 1500
/** The site recompresses a page in the background after its second request; see server/cache/recompress.ts. */
const recompressMs = 5_000

interface Target {
  name: string
  url: string
  visits: PageFigures[]
  issues: Set<string>
}

/** Lighthouse on one page of every kind, as a slow phone, in turns, next to plain HTML and a bare Next page. */
export async function run(context: SuiteContext): Promise<void> {
  const runs = context.getNumber('runs', { normal: 5, short: 1, min: 1, max: 20 })
  const missing = installBrowser()
  if (missing !== null) throw new Error(missing)
  const { lighthouse, launch } = await installLighthouse()
  const pictures = (await takePictures(runs))['1280x720']
  const site = await startBenchSite(join(context.folder, 'data'))
  context.defer(site.stop)
  const limit = await serveLimit(`${site.url}/feed.json`, postPath)
  context.defer(limit.close)
  const bare = await startNext({ folder: buildNext('bare-next', pollingPage) })
  context.defer(bare.stop)
  // Root, as in most containers, can't use Chromium's sandbox.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const chrome = await launch({
    chromePath: findBrowser() ?? '',
    chromeFlags: ['--headless=new', '--disable-quic', ...sandbox],
  })
  context.defer(() => chrome.kill())

  const words = context.only.split(',')
  const targets: Target[] = [
    ...pages.map(({ name, path }) => ({ name, url: site.url + path })),
    { name: 'limit: the post as plain HTML', url: limit.url },
    { name: 'bare Next page with SWR', url: bare.url },
  ]
    .filter(({ name }) => words.some((word) => name.includes(word)))
    .map((target) => ({ ...target, visits: [], issues: new Set() }))
  for (let run = 0; run < runs; run += 1) {
    // A new picture, as every few minutes, and pages that were requested before, as usual.
    await measureUpload(site.url, takeNext(pictures))
    for (let times = 0; times < 2; times += 1)
      for (const { url } of targets)
        await (await fetch(url, { headers: { 'accept-encoding': 'br' } })).arrayBuffer()
    await sleep(recompressMs)
    for (const target of targets) {
      const result = await visit(lighthouse, target.url, chrome.port)
      target.visits.push(toFigures(result))
      for (const issue of listIssues(result)) target.issues.add(issue)
      const file = `${target.name.replace(/\W+/g, '-')}.json`
      await writeFile(join(context.folder, file), JSON.stringify(result))
    }
  }
  print(targets, runs)
}

/** Occasionally a trace fails through no fault of the page, and Lighthouse suggests another run. */
async function visit(
  lighthouse: Lighthouse,
  url: string,
  port: number,
  attempts = 3,
): Promise<LighthouseResult> {
  const flags = { port, logLevel: 'error', onlyCategories: categories } as const
  const result = (await lighthouse(url, flags))?.lhr
  if (result === undefined) throw new Error(`Lighthouse returned nothing for ${url}.`)
  const hasFailed = result.runtimeError !== undefined && attempts > 1
  return hasFailed ? visit(lighthouse, url, port, attempts - 1) : result
}

function print(targets: readonly Target[], runs: number): void {
  const measured = targets.map(({ name, visits }) => ({ name, figures: takeMedians(visits) }))
  console.log(`Medians of ${runs}\n\n${renderFigures(measured)}`)
  const rows = measured.flatMap(({ name, figures }) => judge(name, figures))
  console.log(`\n${renderTable('Aims', rows)}`)
  for (const { name, issues } of targets)
    for (const issue of issues) console.log(`  ${name}: ${issue}`)
}

function judge(name: string, figures: PageFigures): Row[] {
  const page = pages.find((one) => one.name === name)
  if (page === undefined) return []
  const { shift, 'LCP ms': lcpMs } = figures
  const rows: Row[] = [
    [
      `${name}: Lighthouse`,
      categories.map((category) => figures[category]).join('/'),
      categories.map((category) => page.aim[category]).join('/'),
      categories.every((category) => figures[category] >= page.aim[category]),
    ],
    [`${name}: layout shift`, shift.toFixed(3), '0', shift < 0.0005],
  ]
  if (page.path.startsWith('/printers'))
    rows.push([
      `${name}: its picture is painted`,
      `${Math.round(lcpMs)} ms`,
      `<= ${maxPictureMs} ms`,
      lcpMs <= maxPictureMs,
    ])
  return rows
}
