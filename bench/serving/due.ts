import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from './servers.ts'
import { median } from './statistics.ts'
import { type Row, renderTable } from './table.ts'
import { measureUpload } from './uploads.ts'

const sites = 3
export const duePicturesNeeded = sites * 3
/** Longer than the image process stays without work. */
const untilItLeftMs = 22_500

/**
 * From the end of an upload to its acknowledgement once the image process has left: of a picture that comes when it was promised,
 * and of one that nobody has promised. Three sites side by side, since most of it is waiting.
 */
export async function measureDue(pictures: readonly Buffer[], folder: string): Promise<string> {
  const all = await Promise.all(
    Array.from({ length: sites }, async (_, index) => {
      await sleep(index * 4_000)
      return measureSite(pictures.slice(index * 3), join(folder, `due-${index}`))
    }),
  )
  const row = (what: string, costs: readonly number[]): Row => ({
    what,
    measured: `${Math.round(median(costs))} ms`,
    aim: '<= 150 ms',
    isMet: median(costs) <= 150,
  })
  return renderTable(`From the end of an upload, the image process gone, median of ${sites}`, [
    row(
      '1280x720, when it was promised: acknowledged',
      all.map(({ dueMs }) => dueMs),
    ),
    row(
      '1280x720, unexpected: acknowledged',
      all.map(({ unexpectedMs }) => unexpectedMs),
    ),
  ])
}

async function measureSite([first, second, third]: readonly Buffer[], dataDir: string) {
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('There are too few pictures.')
  const site = await startServer('door', { dataDir })
  try {
    await measureUpload(site, first, { interval_seconds: '30' })
    await sleep(30_000)
    const due = await measureUpload(site, second, { interval_seconds: '120' })
    await sleep(untilItLeftMs)
    const unexpected = await measureUpload(site, third)
    return { dueMs: due.acknowledgedMs, unexpectedMs: unexpected.acknowledgedMs }
  } finally {
    await site.stop()
  }
}
