import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BareResponse } from '../bare-child.ts'
import { formatMemory, readMemory } from '../figures.ts'
import {
  connections,
  formatRate,
  type Kind,
  kinds,
  measureRates,
  type Rate,
  runLoad,
} from '../load.ts'
import { measureUpload, takeNext, takePictures } from '../pictures.ts'
import { pollPath, type Server, startBare, startBenchSite, startNext } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { type Row, renderTable } from '../table.ts'

export const needsBuild = true

const names: Record<Kind, string> = {
  bare: 'bare node:http, same bytes',
  site: 'this site',
  next: 'Next alone',
}
const postPath = '/2021/02/07/0/grafana-debugging'
const minPostsPerSecond = 10_000
/** The site recompresses a page in the background after its second request; see server/cache/recompress.ts. */
const recompressMs = 5_000
/** Measured with wrk, 64 connections, on loopback, two shared cores, November 2026; quote ratios. */
const recorded = {
  'Next 16.4, its prerendered page, gzip': 1602,
  'nginx, a file of 0.5 kB': 69_979,
}

/** Requests per second of the polled JSON (200 and 304) and of a post, next to a bare server and Next alone; latency; memory. */
export async function run(context: SuiteContext): Promise<void> {
  const seconds = context.getNumber('seconds', { normal: 1.5, short: 0.3, min: 0.1, max: 30 })
  const rounds = context.isShort ? 1 : 5
  const picture = takeNext((await takePictures(1))['1280x720'])
  const site = await startBenchSite(join(context.folder, 'site'))
  context.defer(site.stop)
  const next = await startNext({ dataDir: join(context.folder, 'next'), path: pollPath })
  context.defer(next.stop)
  for (const { url } of [site, next]) await measureUpload(url, picture)

  const page = await fetchRaw(site, pollPath, 'identity')
  const bare = await startBare({ body: page.body.toString(), etag: page.etag })
  context.defer(bare.stop)
  const etags = { site: page.etag, bare: page.etag, next: (await fetchRaw(next, pollPath)).etag }
  const servers = { bare, site, next }
  const plan = { path: pollPath, seconds, rounds }
  const idle = { site: readMemory(site.pid), next: readMemory(next.pid) }
  const full = await measureRates(servers, { ...plan, getHeaders: () => ({}) })
  const conditional = await measureRates(servers, {
    ...plan,
    getHeaders: (kind) => ({ 'If-None-Match': etags[kind] }),
  })
  const loaded = { site: readMemory(site.pid), next: readMemory(next.pid) }
  const siteMb = loaded.site.ownMb + loaded.site.childrenMb
  console.log(
    [
      renderTable(`Polled JSON, 200, ${connections} connections, closed loop`, compare(full)),
      renderTable('The same, 304', compare(conditional)),
      renderTable('200 requests/s, open loop', await measureOpenLoop(servers, seconds)),
      renderTable('Resident memory', [
        ['this site, idle', formatMemory(idle.site)],
        ['this site, after the load', formatMemory(loaded.site), '< 200 MB', siteMb < 200],
        ['Next alone, idle', formatMemory(idle.next)],
        ['Next alone, after the load', formatMemory(loaded.next)],
      ]),
      await measurePost(context, { site, next }, { seconds, rounds }),
    ].join('\n\n'),
  )
}

function compare(rates: Record<Kind, Rate>): Row[] {
  const ofBare = rates.site.perSecond / rates.bare.perSecond
  const ofNext = rates.site.perSecond / rates.next.perSecond
  return [
    ...kinds.map((kind): Row => [names[kind], formatRate(rates[kind])]),
    ['of the bare server', ofBare.toFixed(2), '>= 0.5', ofBare >= 0.5],
    ['times Next alone', ofNext.toFixed(1), '>= 8', ofNext >= 8],
  ]
}

/** Latency counts from when each request was due. */
async function measureOpenLoop(servers: Record<Kind, Server>, seconds: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const kind of kinds) {
    const plan = { port: servers[kind].port, path: pollPath, headers: {}, connections, seconds }
    const { p50Ms, p99Ms } = await runLoad({ ...plan, maxRequests: 10_000, perSecond: 200 })
    const measured = `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`
    rows.push([names[kind], measured])
  }
  return rows
}

/** A post as a browser requests it, compressed; from Next alone it is rendered each time and not compressed. */
async function measurePost(
  context: SuiteContext,
  { site, next }: { site: Server; next: Server },
  plan: { seconds: number; rounds: number },
): Promise<string> {
  await fetchRaw(site, postPath)
  await fetchRaw(site, postPath)
  await sleep(recompressMs)
  const { body, etag, encoding } = await fetchRaw(site, postPath)
  if (encoding === undefined) throw new Error(`${postPath} isn’t compressed.`)
  const response: BareResponse = { body: body.toString('base64'), etag, encoding }
  const bare = await startBare(response)
  context.defer(bare.stop)
  const getHeaders = () => ({ 'Accept-Encoding': 'gzip, deflate, br' })
  const rates = await measureRates({ bare, site, next }, { path: postPath, getHeaders, ...plan })
  const isMet = rates.site.perSecond >= minPostsPerSecond
  const rows = kinds.map((kind): Row => {
    const measured = formatRate(rates[kind])
    if (kind !== 'site') return [names[kind], measured]
    return [names[kind], measured, `>= ${minPostsPerSecond}/s`, isMet]
  })
  for (const [what, perSecond] of Object.entries(recorded))
    rows.push([`recorded: ${what}`, `${perSecond}/s`])
  const kilobytes = (body.length / 1000).toFixed(1)
  return renderTable(`A post, ${kilobytes} kB in ${encoding}, ${connections} connections`, rows)
}

/** The bytes as sent, without decompressing them. */
async function fetchRaw({ url }: Server, path: string, encoding = 'gzip, deflate, br') {
  const sent = request(url + path, { headers: { 'Accept-Encoding': encoding }, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const body = Buffer.concat(await response.toArray())
  const { etag = '', 'content-encoding': used } = response.headers
  return { body, etag, encoding: used }
}
