import { renderColumns } from '../../testing/render-columns.ts'
import {
  measureConsistency,
  measureKills,
  measureOutage,
  measureVariants,
  outages,
} from '../../testing/replicas/promises.ts'
import { startCluster } from '../../testing/replicas/start-cluster.ts'
import { percentile } from '../figures.ts'
import { measureFreshness } from '../freshness.ts'
import type { SuiteContext } from '../suite.ts'
import { formatMs, type Row, renderTable } from '../table.ts'

export const needsBuild = true

/** Three replicas on Postgres and S3 behind nginx: consistency, work done twice, kills, outages. `--seconds 600`: ten minutes of kills. */
export async function run(context: SuiteContext): Promise<void> {
  const seconds = context.getNumber('seconds', { normal: 60, short: 10, min: 5, max: 600 })
  const cluster = await startCluster(context.folder, context.defer)
  const rows: Row[] = []
  const expectNone = (what: string, count: number, of: number) =>
    rows.push([what, `${count} of ${of}`, '0', count === 0])

  const { polls, backwards, missingAcknowledged, lagsMs } = await measureConsistency(
    cluster,
    seconds,
  )
  expectNone('polls older than one before', backwards, polls)
  expectNone('polls without what was acknowledged before', missingAcknowledged, polls)
  const lags = [0.5, 0.99, 1].map((share) => formatMs(percentile(lagsMs, share)))
  rows.push([
    'from 200 to every replica shows it, p50, p99, max',
    lags.join(', '),
    '<= 1000 ms',
    percentile(lagsMs, 1) <= 1000,
  ])

  const { variants, renders } = await measureVariants(cluster, context.isShort ? 2 : 10)
  rows.push(['renders', `${renders} of ${variants} variants`, 'each once', renders === variants])

  rows.push(...(await measureFreshness(context, await cluster.postgres.createDatabase())))

  const everyMs = context.isShort ? 2000 : 10_000
  const kills = Math.max(2, Math.round((seconds * 1000) / everyMs))
  const killed = await measureKills(cluster, { kills, everyMs })
  expectNone(`${kills} kills: acknowledged reports lost`, killed.lost, killed.acknowledged)
  expectNone(`${kills} kills: failed polls behind nginx`, killed.failedPolls, killed.polls)
  expectNone(`${kills} kills: polls older than one before`, killed.backwards, killed.polls)
  console.log(`${renderTable('Three replicas', rows)}\n`)

  // Long enough for several of each replica's timeouts.
  const [shortSeconds, pausedSeconds] = context.isShort ? [3, 3] : [15, 30]
  const columns = [['outage', 'what visitors got', 'slowest', 'healed after']]
  for (const outage of outages) {
    const { statuses, slowestMs, healedMs } = await measureOutage(
      cluster,
      outage,
      outage.name === 'Postgres paused' ? pausedSeconds : shortSeconds,
    )
    columns.push([outage.name, statuses.join(', '), formatMs(slowestMs), formatMs(healedMs)])
  }
  console.log(renderColumns(columns))
}
