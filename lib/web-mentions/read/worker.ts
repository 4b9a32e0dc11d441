/* The process that fetches and parses what is at strangers' addresses, started by `createIdleProcess`: the parsers take 20 MB. */
import { serveJobs } from '#lib/core/serve-jobs.ts'
import { createOutbound, type Outbound } from '#lib/outbound/outbound.ts'
import { fetchPhoto } from '../avatars/fetch-photo.ts'
import type { FetchedPhoto } from '../avatars/ports.ts'
import type { Outcome } from '../types.ts'
import { readSource } from './read-source.ts'
import type { ReadJob } from './revive-outcome.ts'

let outbound: Outbound | null = null

serveJobs(async (job: ReadJob): Promise<Outcome | FetchedPhoto> => {
  outbound ??= createOutbound({ homeHosts: job.homeHosts })
  return job.kind === 'source'
    ? await readSource(outbound, job)
    : await fetchPhoto(outbound, job.url, job.path)
})
