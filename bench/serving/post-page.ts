import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BareAnswer } from './bare-child.ts'
import { connections, type Kind, kinds, measureRounds } from './rounds.ts'
import { type Running, startServer } from './servers.ts'
import { median } from './statistics.ts'
import { type Row, renderTable } from './table.ts'

const path = '/2021/02/07/0/grafana-debugging'
const asBrowser = { 'Accept-Encoding': 'gzip, deflate, br' }
const aimPerSecond = 10_000
/** The door compresses anew what is asked for again; see server/cache/recompress.ts. */
const warmMs = 5_000
const names: Record<Kind, string> = {
  bare: 'bare node:http, same bytes',
  door: 'this site',
  next: 'Next alone, not compressed',
}

interface Recorded {
  source: string
  rows: { what: string; perSecond: number }[]
}

/** A post as browsers ask for it, from the door, from a bare server that has the same bytes in hand, and from Next alone. */
export async function measurePostPage(
  { door, next }: { door: Running; next: Running },
  seconds: number,
): Promise<string> {
  const page = await warmUp(door)
  const bare = await startServer('bare', { dataDir: '', bare: page })
  try {
    const plan = { path, seconds, toHeaders: () => asBrowser }
    const results = await measureRounds({ bare, door, next }, plan)
    const rows = kinds.map((kind): Row => {
      const rate = median(results[kind].map(({ perSecond }) => perSecond))
      const p99 = median(results[kind].map(({ p99Ms }) => p99Ms))
      const row = { what: names[kind], measured: `${Math.round(rate)}/s, p99 ${p99.toFixed(1)} ms` }
      if (kind !== 'door') return row
      return { ...row, aim: `>= ${aimPerSecond}/s`, isMet: rate >= aimPerSecond }
    })
    const recorded = readRecorded()
    for (const { what, perSecond } of recorded.rows)
      rows.push({ what: `recorded: ${what}`, measured: `${perSecond}/s` })
    const kilobytes = (Buffer.from(page.body, 'base64').length / 1000).toFixed(1)
    const title = `A post's page, ${kilobytes} kB in ${page.encoding}, ${connections} connections, closed loop`
    return `${renderTable(title, rows)}\nRecorded: ${recorded.source}`
  } finally {
    await bare.stop()
  }
}

/** Asks until the page is as small as it gets. */
async function warmUp(site: Running): Promise<BareAnswer> {
  await askOnce(site)
  await askOnce(site)
  await sleep(warmMs)
  return askOnce(site)
}

/** The page's bytes as they go over the wire. */
async function askOnce({ url }: Running): Promise<BareAnswer> {
  const sent = request(url + path, { headers: asBrowser, agent: false })
  sent.end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const { etag = '', 'content-encoding': encoding } = answer.headers
  if (encoding === undefined) throw new Error(`${path} isn’t compressed.`)
  return { body: Buffer.concat(chunks).toString('base64'), etag, encoding }
}

function readRecorded(): Recorded {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')) as Recorded // beside this file
}
