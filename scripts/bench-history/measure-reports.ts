import { historyEverySeconds, readingOfHistory } from '#lib/store/long-history.ts'
import { median, percentile } from '../bench/statistics.ts'
import type { Row } from '../bench/table.ts'

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

/**
 * What deriving the prints costs the one who reports: all of them once, after an upgrade; then with each report, newest or a day late.
 * @param endsAt of the history: reports go on from there
 */
export async function measureReports(
  siteUrl: string,
  token: string,
  { snapshots, endsAt }: { snapshots: number; endsAt: Date },
): Promise<{ rows: Row[]; newestMs: number }> {
  const first = await report(siteUrl, token, endsAt, snapshots)
  const newest: number[] = []
  const late: number[] = []
  for (let turn = 1; turn <= 40; turn += 1) {
    const at = new Date(endsAt.getTime() + turn * 1000)
    newest.push(await report(siteUrl, token, at, snapshots))
    const before = new Date(endsAt.getTime() - 86_400_000 + turn * 200_000 + 7_000)
    late.push(await report(siteUrl, token, before, snapshots - 288))
  }
  const tell = (costs: readonly number[]) =>
    `p50 ${median(costs).toFixed(1)} ms, p95 ${percentile(costs, 0.95).toFixed(1)} ms`
  return {
    rows: [
      { what: 'the first report: every print derived', measured: `${first.toFixed(0)} ms` },
      { what: 'a report after that, newest', measured: tell(newest) },
      { what: 'a report that comes a day late', measured: tell(late) },
    ],
    newestMs: median(newest),
  }
}
