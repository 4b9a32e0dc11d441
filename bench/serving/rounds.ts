import { readCpuSeconds } from './cpu.ts'
import type { LoadResult } from './load-child.ts'
import { runLoad } from './run-load.ts'
import type { Running } from './servers.ts'

export const kinds = ['bare', 'door', 'next'] as const
export type Kind = (typeof kinds)[number]
export const connections = 64
const rounds = 5

export interface Round extends LoadResult {
  cpuMicroseconds: number | null
}

/**
 * The same from all three, in turns: what else the machine does meets them alike.
 * @throws Error where an answer has another status than the first
 */
export async function measureRounds(
  servers: Record<Kind, Running>,
  plan: { path: string; seconds: number; toHeaders: (kind: Kind) => Record<string, string> },
): Promise<Record<Kind, Round[]>> {
  const results: Record<Kind, Round[]> = { bare: [], door: [], next: [] }
  for (let round = 0; round < rounds; round += 1)
    for (const kind of kinds) {
      const { port, pid } = servers[kind]
      const before = readCpuSeconds(pid)
      const result = await runLoad({
        port,
        path: plan.path,
        headers: plan.toHeaders(kind),
        connections,
        seconds: plan.seconds,
        maxRequests: 200_000,
        perSecond: null,
      })
      if (result.faults > 0) throw new Error(`${kind}: ${result.faults} faulty answers.`)
      const after = readCpuSeconds(pid)
      const cpuMicroseconds =
        before === null || after === null ? null : ((after - before) * 1e6) / result.requests
      results[kind].push({ ...result, cpuMicroseconds })
    }
  return results
}
