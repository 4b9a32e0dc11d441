import { cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { findLost } from '../check-store.ts'
import type { Fault } from '../fault.ts'
import { parseTrace, tracedCalls } from '../power/parse-trace.ts'
import { type Order, orders, replay } from '../power/replay.ts'
import { startVictim } from '../site.ts'
import { attachTracer } from '../strace.ts'
import { makeDistinct, upload } from '../uploads.ts'

/**
 * Records what the site asks of the disk while it stores pictures, and rebuilds the disk as it is after a power cut at a chosen moment:
 * what was synced is there, and of the rest what each order lets survive.
 */
export const powerCut: Fault = {
  promise: 'After a power cut everything acknowledged is there, whatever else the disk kept',
  needs: ['strace'],
  async run({ isQuick, folder }) {
    const [live, before, image, log] = ['live', 'before', 'image', 'trace'].map((name) =>
      join(folder, name),
    ) as [string, string, string, string]
    const jpeg = await photograph({}, 160, 96)
    const site = await startVictim(live)
    await upload(site.url, makeDistinct(jpeg))
    await untilStill(live)
    const calls = `-etrace=${tracedCalls.join(',')}`
    const tracer = await attachTracer(site.pid, ['-y', '-xx', '-s16000000', '-o', log, calls])
    await cp(live, before, { recursive: true })
    for (let count = 0; count < (isQuick ? 3 : 15); count += 1)
      await upload(site.url, makeDistinct(jpeg))
    await tracer.stop()
    await site.kill()

    const events = parseTrace(await readFile(log, 'latin1'), live)
    const acknowledgements = events.filter(({ kind }) => kind === 'acknowledged').length
    const failures: string[] = []
    if (acknowledgements === 0) failures.push('The trace has no acknowledgement.')
    let tried = 0
    const findLostAt = async (position: number, order: Order, from = events) => {
      await rm(image, { recursive: true, force: true })
      await mkdir(image)
      return findLost(image, replay({ events: from, position, order, before, image }))
    }
    const losesWithout = async (path: string) => {
      const fewer = events.filter(
        ({ kind, ...event }) => !(kind === 'sync' && 'path' in event && event.path.includes(path)),
      )
      return (await findLostAt(fewer.length, 'nothing', fewer)).length > 0
    }
    const cutAt = async (position: number, order: Order) => {
      tried += 1
      const lost = await findLostAt(position, order)
      failures.push(...lost.map((each) => `Cut at event ${position}, ${order}: ${each}`))
    }
    const stride = isQuick ? Math.ceil(events.length / 12) : 1
    for (const order of orders)
      for (let position = 1; position <= events.length; position += stride)
        await cutAt(position, order)
    for (const needed of ['tmp/', 'sqlite-wal', 'blobs/'])
      if (!(await losesWithout(needed)))
        failures.push(`Without syncs of ${needed} nothing is lost, so the rest proves nothing.`)
    return { tried, failures, note: `${acknowledgements} acknowledged, ${events.length} calls` }
  },
}

/** Waits until nothing writes, so that a copy of the folder is what its disk holds: an upload's smaller pictures are made after it. */
async function untilStill(folder: string): Promise<void> {
  let before = ''
  let stillTurns = 0
  while (stillTurns < 4) {
    const now = await listFiles(folder)
    stillTurns = now === before ? stillTurns + 1 : 0
    before = now
    await setTimeout(500)
  }
}

async function listFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true })
  const lines = await Promise.all(
    entries.map(async (name) => {
      const stats = await stat(join(folder, name)).catch(() => null) // gone meanwhile
      return `${name} ${stats?.size} ${stats?.mtimeMs}`
    }),
  )
  return lines.sort().join('\n')
}
