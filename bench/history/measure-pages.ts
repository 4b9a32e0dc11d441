import { Agent, get } from 'node:http'
import { percentile } from '../serving/statistics.ts'
import type { Row } from '../serving/table.ts'
import type { Page } from './pages.ts'

const warmUps = 5

/** Asks for each page in turn, one question at a time, whole answers. @throws Error where one isn't 200 */
export async function measurePages(
  siteUrl: string,
  pages: readonly Page[],
  times: number,
): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const rows: Row[] = []
  for (const { name, path, aimMs } of pages) {
    const costs: number[] = []
    let bytes = 0
    for (let turn = 0; turn < warmUps + times; turn += 1) {
      const startedAt = performance.now()
      bytes = await fetchWhole(`${siteUrl}${path(turn)}`, agent)
      if (turn >= warmUps) costs.push(performance.now() - startedAt)
    }
    const p50 = percentile(costs, 0.5)
    rows.push({
      what: name,
      measured: `p50 ${p50.toFixed(1)} ms, p95 ${percentile(costs, 0.95).toFixed(1)} ms, ${Math.round(bytes / 1000)} kB`,
      ...(aimMs === null ? {} : { aim: `p50 < ${aimMs} ms`, isMet: p50 < aimMs }),
    })
  }
  agent.destroy()
  return rows
}

function fetchWhole(url: string, agent: Agent): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  get(url, { agent }, (response) => {
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    response.on('end', () => {
      if (response.statusCode === 200) resolve(bytes)
      else reject(new Error(`${url} answered ${response.statusCode}.`))
    })
  }).on('error', reject)
  return promise
}
