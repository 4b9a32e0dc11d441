import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, readCpuSeconds } from './figures.ts'
import { connections, runLoad } from './load.ts'
import { pollPath, startBenchSite } from './servers.ts'
import type { SuiteContext } from './suite.ts'
import type { Row } from './table.ts'

/** In which a new site loads its pages. */
const preloadMs = 3_000

/**
 * What it costs that a replica compares the revisions in Postgres before it sends a cached poll: the same site on SQLite doesn't. Closed
 * loop for the rate, 200 polls a second for the latency.
 */
export async function measureFreshness(context: SuiteContext, databaseUrl: string): Promise<Row[]> {
  const [seconds, rounds] = context.isShort ? [0.5, 2] : [2, 5]
  const sites = {
    with: await startBenchSite(join(context.folder, 'with'), { DATABASE_URL: databaseUrl }),
    without: await startBenchSite(join(context.folder, 'without')),
  }
  const results = {
    with: { rates: [] as number[], latencies: [] as number[], cpu: [] as number[] },
    without: { rates: [] as number[], latencies: [] as number[], cpu: [] as number[] },
  }
  for (const { stop } of Object.values(sites)) context.defer(stop)
  await sleep(preloadMs)
  for (let round = 0; round < rounds; round += 1)
    for (const kind of ['with', 'without'] as const) {
      const { port, pid } = sites[kind]
      const plan = { port, path: pollPath, headers: {}, connections, seconds }
      const before = readCpuSeconds(pid) ?? 0
      const closed = await runLoad({ ...plan, maxRequests: 200_000, perSecond: null })
      const usedSeconds = (readCpuSeconds(pid) ?? 0) - before
      const open = await runLoad({ ...plan, maxRequests: 10_000, perSecond: 200 })
      if (closed.errors + open.errors > 0) throw new Error(`${kind}: wrong responses.`)
      results[kind].rates.push(closed.perSecond)
      results[kind].cpu.push((usedSeconds * 1e6) / closed.requests)
      results[kind].latencies.push(open.p50Ms)
    }
  const format = ({ rates, latencies, cpu }: (typeof results)['with']) =>
    `${Math.round(median(rates))}/s, ${Math.round(median(cpu))} µs of CPU each; p50 ${median(latencies).toFixed(2)} ms at 200/s`
  const ratio = median(results.with.rates) / median(results.without.rates)
  return [
    ['polls with the freshness query', format(results.with)],
    ['polls without it', format(results.without)],
    ['  ratio of the rates', ratio.toFixed(2)],
  ]
}
