import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, readMemory } from '../../figures.ts'
import { pollPath, type Server, startBare, startBenchSite } from '../../servers.ts'
import type { SuiteContext } from '../../suite.ts'
import { renderTable } from '../../table.ts'
import type { ConnectionPlan } from './child.ts'

export const needsBuild = true

const aimMb = 250
/** After which memory no longer changes: garbage is collected and finished sockets are freed. */
const settleMs = 3_000
/** After which the site has loaded its pages in the background, and collected the garbage of its start (`server/collect-garbage.ts`). */
const startMs = 40_000

interface Sizes {
  beforeMb: number
  withMb: number
  afterMb: number
}

/** Resident memory with ten thousand kept-alive connections that have polled once, next to a bare `node:http` server with the same bytes. */
export async function run(context: SuiteContext): Promise<void> {
  const count = context.getNumber('viewers', { normal: 10_000, short: 1_000, min: 10, max: 11_000 })
  const site = await startBenchSite(join(context.folder, 'data'))
  context.defer(site.stop)
  const response = await fetch(site.url + pollPath)
  const etag = response.headers.get('etag') ?? ''
  const bare = await startBare({ body: await response.text(), etag })
  context.defer(bare.stop)
  await sleep(startMs)
  const sizes = { site: await measure(site, count), bare: await measure(bare, count) }

  const each = ({ withMb, beforeMb }: Sizes) => ((withMb - beforeMb) * 1e6) / count
  const format = ({ beforeMb, withMb, afterMb }: Sizes) =>
    `${beforeMb.toFixed(0)}, ${withMb.toFixed(0)}, ${afterMb.toFixed(0)} MB`
  const ratio = each(sizes.site) / each(sizes.bare)
  console.log(
    renderTable(`${count} kept-alive connections, each after one poll`, [
      [
        'this site: before, with, after',
        format(sizes.site),
        `<= ${aimMb} MB`,
        sizes.site.withMb <= aimMb,
      ],
      ['bare node:http, same bytes', format(sizes.bare)],
      ['each connection, this site', `${(each(sizes.site) / 1000).toFixed(1)} kB`],
      ['each connection, bare', `${(each(sizes.bare) / 1000).toFixed(1)} kB`],
      ['of the bare server', ratio.toFixed(2), '<= 1.2', ratio <= 1.2],
    ]),
  )
}

async function measure({ port, pid }: Server, count: number): Promise<Sizes> {
  const beforeMb = await readOwn(pid)
  const plan: ConnectionPlan = { port, path: pollPath, count }
  const child = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(plan)])
  try {
    const [open] = await once(child, 'message')
    if (open !== count) throw new Error(`Of ${count} connections ${open} are open.`)
    await sleep(settleMs)
    const withMb = await readOwn(pid)
    child.kill()
    await sleep(2 * settleMs)
    return { beforeMb, withMb, afterMb: await readOwn(pid) }
  } finally {
    child.kill()
  }
}

/** Of the server's own process; the image process exits by itself. */
async function readOwn(pid: number): Promise<number> {
  const readings: number[] = []
  for (let reading = 0; reading < 3; reading += 1) {
    readings.push(readMemory(pid).ownMb)
    await sleep(300)
  }
  return median(readings)
}
