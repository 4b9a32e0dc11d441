import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../figures.ts'
import { measureUpload, sizes, takeNext, takePictures } from '../pictures.ts'
import { pollPath, startBenchSite, startNext } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { formatMs, type Row, renderTable, toLimitRow } from '../table.ts'

export const needsBuild = true

/** By then the site has preloaded its content, which takes a second or two after the start. */
const afterStartMs = 5_000
/** Longer than the image process stays without work. */
const untilImageProcessExitsMs = 22_500
const maxStartMs = 500
const maxStartRatio = 1.2
const maxAcknowledgeMs = 150
const maxServedMs = 2_000

/** Start time, and from the end of an upload to its acknowledgement and to the last variant served. */
export async function run(context: SuiteContext): Promise<void> {
  const starts = context.isShort ? 1 : 3
  const pictures = await takePictures(starts * 3)
  console.log(await measureStarts(context, { ...pictures }, starts))
  console.log(`\n${await measureIdle(context, pictures['1280x720'], starts)}`)
}

/** Cold: the first picture after a start. Warm: the next one. */
async function measureStarts(
  { folder }: SuiteContext,
  pictures: Awaited<ReturnType<typeof takePictures>>,
  starts: number,
): Promise<string> {
  const startMs: number[] = []
  const nextStartMs: number[] = []
  const rows: Row[] = []
  for (const size of sizes) {
    const remaining = [...pictures[size]]
    const times = { cold: [] as Times[], warm: [] as Times[] }
    for (let start = 0; start < starts; start += 1) {
      const dataDir = join(folder, `${size}-${start}-next`)
      const next = await startNext({ dataDir, path: pollPath })
      nextStartMs.push(next.firstResponseMs)
      await next.stop()
      const site = await startBenchSite(join(folder, `${size}-${start}`))
      startMs.push(site.firstResponseMs)
      try {
        await sleep(afterStartMs)
        for (const heat of ['cold', 'warm'] as const) {
          times[heat].push(await measureUpload(site.url, takeNext(remaining)))
          await sleep(500)
        }
      } finally {
        await site.stop()
      }
    }
    for (const heat of ['cold', 'warm'] as const) {
      const all = times[heat]
      const acknowledged = all.map(({ acknowledgedMs }) => acknowledgedMs)
      const served = all.map(({ servedMs }) => servedMs)
      const variants = all[0]?.variants ?? 0
      rows.push(toMedianRow(`${size} ${heat}: acknowledged`, acknowledged, maxAcknowledgeMs))
      rows.push(
        toMedianRow(`${size} ${heat}: all ${variants} variants served`, served, maxServedMs),
      )
    }
  }
  const [site, next] = [median(startMs), median(nextStartMs)]
  const starting: Row[] = [
    ['Next alone, the same build', formatMs(next)],
    toLimitRow('this site', site, maxStartMs, formatMs),
    toLimitRow('this site / Next alone', site / next, maxStartRatio, (ratio) => ratio.toFixed(2)),
  ]
  return [
    renderTable(`Start to first response, median of ${startMs.length}`, starting),
    renderTable(`From the end of an upload, median of ${starts}`, rows),
  ].join('\n\n')
}

/** With the image process gone: a picture at the announced time, and an unexpected one. The sites run concurrently, mostly waiting. */
async function measureIdle({ folder }: SuiteContext, pictures: Buffer[], sites: number) {
  const all = await Promise.all(
    Array.from({ length: sites }, async (_, index) => {
      const own = [takeNext(pictures), takeNext(pictures), takeNext(pictures)]
      await sleep(index * 4_000)
      const site = await startBenchSite(join(folder, `idle-${index}`))
      try {
        await measureUpload(site.url, takeNext(own), { interval_seconds: '30' })
        await sleep(30_000)
        const expected = await measureUpload(site.url, takeNext(own), { interval_seconds: '120' })
        await sleep(untilImageProcessExitsMs)
        const unexpected = await measureUpload(site.url, takeNext(own))
        return { expected: expected.acknowledgedMs, unexpected: unexpected.acknowledgedMs }
      } finally {
        await site.stop()
      }
    }),
  )
  const expected = all.map((each) => each.expected)
  const unexpected = all.map((each) => each.unexpected)
  return renderTable(
    `From the end of an upload, after the image process exited, median of ${sites}`,
    [
      toMedianRow('1280x720, at the announced time: acknowledged', expected, maxAcknowledgeMs),
      toMedianRow('1280x720, unexpected: acknowledged', unexpected, maxAcknowledgeMs),
    ],
  )
}

type Times = Awaited<ReturnType<typeof measureUpload>>

function toMedianRow(what: string, costs: readonly number[], maxMs: number): Row {
  return toLimitRow(what, median(costs), maxMs, formatMs)
}
