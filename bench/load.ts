import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { median, readCpuSeconds } from './figures.ts'
import type { LoadPlan, LoadResult } from './load-child.ts'
import type { Server } from './servers.ts'

const execFileAsync = promisify(execFile)
const child = join(import.meta.dirname, 'load-child.ts')

/** Generates load from a separate process, which never lasts much longer than planned. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const timeout = plan.seconds * 1000 + 15_000
  const { stdout } = await execFileAsync(process.execPath, [child, JSON.stringify(plan)], {
    timeout,
  })
  return JSON.parse(stdout)
}

/** The servers that are compared: the bare one has the same bytes in memory. */
export const kinds = ['bare', 'site', 'next'] as const
export type Kind = (typeof kinds)[number]
export const connections = 64

/** Medians over all rounds. */
export interface Rate {
  perSecond: number
  p99Ms: number
  /** CPU time of the server per request; `null` without /proc. */
  cpuMicroseconds: number | null
}

/**
 * Alternates between the servers, so that other load on the machine affects them alike.
 * @throws Error if a response has another status than the first
 */
export async function measureRates(
  servers: Record<Kind, Server>,
  plan: {
    path: string
    seconds: number
    rounds: number
    getHeaders: (kind: Kind) => Record<string, string>
  },
): Promise<Record<Kind, Rate>> {
  const results: Record<Kind, (LoadResult & { cpu: number | null })[]> = {
    bare: [],
    site: [],
    next: [],
  }
  for (let round = 0; round < plan.rounds; round += 1)
    for (const kind of kinds) {
      const { port, pid } = servers[kind]
      const before = readCpuSeconds(pid)
      const result = await runLoad({
        port,
        path: plan.path,
        headers: plan.getHeaders(kind),
        connections,
        seconds: plan.seconds,
        maxRequests: 200_000,
        perSecond: null,
      })
      if (result.errors > 0) throw new Error(`${kind}: ${result.errors} wrong responses.`)
      const after = readCpuSeconds(pid)
      const cpu = before === null || after === null ? null : (after - before) / result.requests
      results[kind].push({ ...result, cpu })
    }
  const summarize = (kind: Kind): Rate => {
    const cpu = results[kind].flatMap((each) => each.cpu ?? [])
    return {
      perSecond: median(results[kind].map(({ perSecond }) => perSecond)),
      p99Ms: median(results[kind].map(({ p99Ms }) => p99Ms)),
      cpuMicroseconds: cpu.length === 0 ? null : median(cpu) * 1e6,
    }
  }
  return { bare: summarize('bare'), site: summarize('site'), next: summarize('next') }
}

export function formatRate({ perSecond, p99Ms, cpuMicroseconds }: Rate): string {
  const cpu = cpuMicroseconds === null ? '' : `, ${Math.round(cpuMicroseconds)} µs of CPU each`
  return `${Math.round(perSecond)}/s, p99 ${p99Ms.toFixed(1)} ms${cpu}`
}
