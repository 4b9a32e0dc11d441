import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { formatMemory, median, readMemory } from '../figures.ts'
import { runLoad } from '../load.ts'
import { pollPath, type Server, startBenchSite } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'

export const needsBuild = true

/** Each sends from an address of its own, so that no limit of an address ends the flood. All of them are this machine (Linux). */
const hosts = Array.from({ length: 1_000 }, (_, at) => `127.1.${at >> 8}.${at & 255}`)
const siteUrl = 'https://us.example'
const target = `${siteUrl}/printers/1`
/** As `receive-mention.ts` has it. */
const maxQueued = 1_000
const maxDrainMs = 10 * 60_000
/** Requests on the way at the same time. */
const maxSending = 64

/**
 * A flood of webmentions from a thousand hosts while visitors poll: how many are taken, how many wait at most, what polls notice, and the
 * memory of the site and of the process that reads the sources.
 */
export async function run(context: SuiteContext): Promise<void> {
  const count = context.isShort ? 600 : 10_000
  const seconds = context.getNumber('seconds', { normal: 60, short: 8, min: 4, max: 600 })
  const sources = await startSources(context)
  const dataDir = join(context.folder, 'data')
  const site = await startBenchSite(dataDir, {
    SITE_URL: siteUrl,
    HOME_HOSTS: hosts.join(','),
    TRUSTED_PROXIES: '1',
  })
  context.defer(site.stop)
  const queue = watchQueue(context, dataDir, site)
  const poll = (forSeconds: number) => {
    const load = { path: pollPath, connections: 32, perSecond: 200, maxRequests: 1e6, headers: {} }
    return runLoad({ ...load, port: site.port, seconds: forSeconds })
  }
  const before = readMemory(site.pid)
  const quiet = [await poll(seconds / 2)]
  const polling = poll(seconds)
  const { statuses, tookMs } = await flood(site, sources.port, count, seconds)
  const during = await polling
  const drainMs = await queue.drain()
  quiet.push(await poll(seconds / 2))

  const [p50Ms, p99Ms] = [quiet.map((each) => each.p50Ms), quiet.map((each) => each.p99Ms)]
  const ratio = during.p99Ms / median(p99Ms)
  const others = [...statuses].filter(([status]) => ![201, 429, 503].includes(status))
  const rows: Row[] = [
    ['sent within', `${(tookMs / 1000).toFixed(1)} s`],
    ['taken', `${statuses.get(201) ?? 0}`],
    ['refused', `${statuses.get(429) ?? 0} x 429, ${statuses.get(503) ?? 0} x 503`],
    ['other answers', `${others.flat().join(' ') || 'none'}`, 'none', others.length === 0],
    ['waited at most', `${queue.most.waiting}`, `<= ${maxQueued}`, queue.most.waiting <= maxQueued],
    ['all read after', `${(drainMs / 1000).toFixed(1)} s`, '<= 600 s', drainMs < maxDrainMs],
    ['requests of sources', `${sources.count()}`],
    ['p50 of polls', `${median(p50Ms).toFixed(1)} ms, meanwhile ${during.p50Ms.toFixed(1)} ms`],
    ['p99 of polls', `${median(p99Ms).toFixed(1)} ms, meanwhile ${during.p99Ms.toFixed(1)} ms`],
    ['  ratio', ratio.toFixed(2), '<= 1.5', ratio <= 1.5],
    ['failed polls', `${during.errors}`, '0', during.errors === 0],
    ['memory before', formatMemory(before, 'its reader')],
    ['memory meanwhile, at most', formatMemory(queue.most, 'its reader')],
    ['memory after', formatMemory(readMemory(site.pid), 'its reader')],
  ]
  console.log(renderTable(`${count} webmentions of ${hosts.length} hosts in ${seconds} s`, rows))
}

/** Pages that like the target. */
async function startSources(context: SuiteContext) {
  let requests = 0
  const html = `<div class="h-entry"><a class="u-like-of" href="${target}">x</a>${'<p>Text</p>'.repeat(500)}</div>`
  const server = createServer((_, response) => {
    requests += 1
    response.writeHead(200, { 'content-type': 'text/html' }).end(html)
  }).listen(0, '0.0.0.0')
  await once(server, 'listening')
  context.defer(() => server.close())
  return { port: (server.address() as AddressInfo).port, count: () => requests }
}

/** Looks at the queue and at the memory twice a second. */
function watchQueue(context: SuiteContext, dataDir: string, { pid }: Server) {
  const database = new SQLite(join(dataDir, 'paparazza.sqlite'), { readonly: true })
  const count = database.prepare("select count(*) from web_mentions where state = 'queued'").pluck()
  const countWaiting = () => Number(count.get())
  const most = { waiting: 0, ownMb: 0, childrenMb: 0 }
  const timer = setInterval(() => {
    const now = { waiting: countWaiting(), ...readMemory(pid) }
    for (const name of ['waiting', 'ownMb', 'childrenMb'] as const)
      most[name] = Math.max(most[name], now[name])
  }, 500)
  context.defer(() => {
    clearInterval(timer)
    database.close()
  })
  return {
    most,
    /** Milliseconds until nothing waits any more. */
    async drain(): Promise<number> {
      const startedAt = performance.now()
      const passed = () => performance.now() - startedAt
      while (countWaiting() > 0 && passed() < maxDrainMs) await sleep(200)
      return passed()
    },
  }
}

/** Sends at an even rate. @returns how often the site answered with which status */
async function flood({ url }: Server, port: number, count: number, seconds: number) {
  const statuses = new Map<number, number>()
  const startedAt = performance.now()
  let next = 0
  async function sendAll(): Promise<void> {
    while (next < count) {
      const at = next++
      const waitMs = startedAt + (at * seconds * 1000) / count - performance.now()
      if (waitMs > 1) await sleep(waitMs)
      const host = hosts[at % hosts.length] ?? ''
      const response = await fetch(`${url}/webmention`, {
        method: 'POST',
        headers: { 'x-forwarded-for': host },
        body: new URLSearchParams({ source: `http://${host}:${port}/${at}`, target }),
      })
      await response.text()
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: maxSending }, sendAll))
  return { statuses, tookMs: performance.now() - startedAt }
}
