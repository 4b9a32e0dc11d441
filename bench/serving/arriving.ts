import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Size, sizes } from './pictures.ts'
import { startServer } from './servers.ts'
import { median } from './statistics.ts'
import { type Row, renderTable } from './table.ts'
import { measureUpload, type UploadTimes } from './uploads.ts'

/** Pictures that one size needs: a start each for the cold ones, and a warm one after each. */
export const startsPerSize = 3
export const picturesNeeded = startsPerSize * 2

/** By then the site has read its content ahead, which takes it a second or two after the start. */
const afterStartMs = 5_000

/**
 * From the end of an upload to its acknowledgement, and to all of the new set. Cold: the first picture after a start. Warm:
 * the next one.
 */
export async function measureArriving(
  pictures: Record<Size, Buffer[]>,
  folder: string,
): Promise<string> {
  const times = new Map<string, UploadTimes[]>()
  const starts: number[] = []
  for (const size of sizes)
    for (let start = 0; start < startsPerSize; start += 1) {
      const site = await startServer('door', { dataDir: join(folder, `${size}-${start}`) })
      starts.push(site.firstAnswerMs)
      await sleep(afterStartMs)
      for (const [index, heat] of (['cold', 'warm'] as const).entries()) {
        const picture = pictures[size][start * 2 + index]
        if (picture === undefined) throw new Error('There are too few pictures.')
        const key = `${size} ${heat}`
        times.set(key, [...(times.get(key) ?? []), await measureUpload(site, picture)])
        await sleep(500)
      }
      await site.stop()
    }
  return [
    renderTable(`Start to first answer, median of ${starts.length}`, [
      { what: 'this site', measured: `${Math.round(median(starts))} ms` },
    ]),
    renderTable(
      `From the end of an upload, median of ${startsPerSize}`,
      [...times].flatMap(([key, all]) => listTimes(key, all)),
    ),
  ].join('\n\n')
}

function listTimes(key: string, all: readonly UploadTimes[]): Row[] {
  const acknowledged = median(all.map(({ acknowledgedMs }) => acknowledgedMs))
  const served = median(all.map(({ servedMs }) => servedMs))
  return [
    {
      what: `${key}: acknowledged`,
      measured: `${Math.round(acknowledged)} ms`,
      aim: '<= 150 ms',
      isMet: acknowledged <= 150,
    },
    {
      what: `${key}: all ${all[0]?.variants ?? 0} variants served`,
      measured: `${Math.round(served)} ms`,
      aim: '<= 2000 ms',
      isMet: served <= 2000,
    },
  ]
}
