/* The process that fetches and parses sources, started by `createIdleProcess`: the parsers take 20 MB, and a page is a stranger's. */
import { serveJobs } from '#lib/core/serve-jobs.ts'
import { createOutbound, type Outbound } from '#lib/outbound/outbound.ts'
import type { Outcome } from '../types.ts'
import { readSource } from './read-source.ts'
import type { ReadJob } from './revive-outcome.ts'

let outbound: Outbound | null = null

serveJobs(async ({ homeHosts, ...job }: ReadJob): Promise<Outcome> => {
  outbound ??= createOutbound({ homeHosts })
  return await readSource(outbound, job)
})
