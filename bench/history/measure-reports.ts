import { historyEverySeconds, readingOfHistory } from '#lib/storage/db/testing/long-history.ts'
import { median, percentile } from '../serving/statistics.ts'
import type { Row } from '../serving/table.ts'

/** Sends one reading as a snapper does. @returns milliseconds to its acknowledgement, on disk */
async function report(siteUrl: string, token: string, at: Date, index: number): Promise<number> {
  const { state, jobName, progress, elapsedSeconds, status } = readingOfHistory(index)
  const startedAt = performance.now()
  const response = await fetch(`${siteUrl}/api/3dprinter/1/`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      state,
      status,
      progress,
      job_name: jobName,
      elapsed_seconds: elapsedSeconds,
      observed_at: at.toISOString(),
      interval_seconds: historyEverySeconds,
    }),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`The report was refused: ${body}`)
  return performance.now() - startedAt
}

export interface PastSite {
  url: string
  /** Its snapper's. */
  token: string
  snapshots: number
  /** Of its history: reports go on from there. */
  endsAt: Date
}

/** Milliseconds to the acknowledgement of each kind of report. */
export interface ReportCosts {
  /** After which all prints of the past have been derived, as after an upgrade. */
  first: number
  newest: number[]
  /** A day late. */
  late: number[]
}

/** What deriving the prints costs the one who reports. The sites take turns, so that what else the machine does meets them alike. */
export async function measureReports(sites: readonly PastSite[]): Promise<ReportCosts[]> {
  const all: ReportCosts[] = []
  for (const { url, token, endsAt, snapshots } of sites)
    all.push({ first: await report(url, token, endsAt, snapshots), newest: [], late: [] })
  for (let turn = 1; turn <= 60; turn += 1)
    for (const [index, { url, token, endsAt, snapshots }] of sites.entries()) {
      const at = new Date(endsAt.getTime() + turn * 1000)
      all[index]?.newest.push(await report(url, token, at, snapshots))
      const before = new Date(endsAt.getTime() - 86_400_000 + turn * 200_000 + 7_000)
      all[index]?.late.push(await report(url, token, before, snapshots - 288))
    }
  return all
}

/** The last of `sites` beside the first. */
export function listReports(small: ReportCosts, large: ReportCosts, smallName: string): Row[] {
  const tell = (costs: readonly number[]) =>
    `p50 ${median(costs).toFixed(1)} ms, p95 ${percentile(costs, 0.95).toFixed(1)} ms`
  const compare = (what: string, few: readonly number[], many: readonly number[]): Row => {
    const growth = median(many) / median(few)
    return {
      what: `  ${what} with ${smallName}`,
      measured: `${tell(few)}: ${growth.toFixed(2)} times that`,
      aim: '< 2 times',
      isMet: growth < 2,
    }
  }
  return [
    { what: 'the first report: every print derived', measured: `${large.first.toFixed(0)} ms` },
    { what: 'a report after that, the newest', measured: tell(large.newest) },
    compare('the same', small.newest, large.newest),
    { what: 'a report that comes a day late', measured: tell(large.late) },
    compare('the same', small.late, large.late),
  ]
}
