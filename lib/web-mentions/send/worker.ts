/* The process that finds endpoints, sends to them and reads links, started by `createIdleProcess`: the parser is large, and a page is a stranger's. */
import { serveJobs } from '#lib/core/serve-jobs.ts'
import { createOutbound, type Outbound } from '#lib/outbound/outbound.ts'
import { deliverMention } from './deliver-mention.ts'
import type { SendJob, SendResult } from './jobs.ts'
import { listLinks } from './list-links.ts'

let outbound: Outbound | null = null

serveJobs(async (job: SendJob): Promise<SendResult> => {
  if (job.kind === 'links') return { links: listLinks(job.html, job.siteUrl, job.urls) }
  outbound ??= createOutbound({ homeHosts: job.homeHosts })
  return { delivered: await deliverMention(outbound, job.delivery, new Date()) }
})
