import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { findLost } from '../check-store.ts'
import type { Fault } from '../fault.ts'
import { startVictim } from '../site.ts'
import { attachTracer } from '../strace.ts'
import { uploadUntil } from '../uploads.ts'

/** Everything that changes the disk. Grouped, because the C library decides which one of a group is called. */
const calls = [
  'rename,renameat,renameat2',
  'link,linkat',
  'fsync',
  'fdatasync',
  'pwrite64',
  'unlink,unlinkat',
  'ftruncate',
]

/** Kills the site as it enters the n-th system call of a kind, so that each step of an upload is the last one. */
export const killAtSystemCall: Fault = {
  promise: 'Killed at each step of storing a picture, the site loses nothing acknowledged',
  needs: ['strace'],
  async run({ isQuick, folder }) {
    const steps = isQuick ? [40] : [1, 2, 3, 4, 5, 6, 8, 11, 16, 23, 40]
    const jpeg = await photograph({}, 160, 96)
    const failures: string[] = []
    let tried = 0
    let acknowledgedBefore = 0
    for (const call of isQuick ? ['fsync,fdatasync', 'pwrite64'] : calls)
      for (const step of steps) {
        const dataDir = join(folder, `${call.split(',')[0]}-${step}`)
        // One thread for files, so that the n-th call is the same one in each run.
        const site = await startVictim(dataDir, { UV_THREADPOOL_SIZE: '1' })
        const inject = `inject=${call}:signal=KILL:when=${step}`
        const tracer = await attachTracer(site.pid, [`-etrace=${call}`, '-e', inject])
        const stop = new AbortController()
        const uploading = uploadUntil(stop.signal, site.url, jpeg, 2)
        // A call that an upload doesn't make kills nothing.
        await Promise.race([site.exited, sleep(isQuick ? 10_000 : 4_000)])
        stop.abort()
        if (site.hasExited()) tried += 1
        await site.kill()
        await tracer.stop()
        const acknowledged = await uploading
        acknowledgedBefore += acknowledged.length
        const lost = await findLost(dataDir, acknowledged)
        failures.push(...lost.map((each) => `${call}, ${step}: ${each}`))
      }
    return { tried, failures, note: `${acknowledgedBefore} acknowledged before the kills` }
  },
}
