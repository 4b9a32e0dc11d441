import { setTimeout as sleep } from 'node:timers/promises'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { findLost } from '../check-store.ts'
import type { Fault } from '../fault.ts'
import { startVictim, type VictimSite } from '../site.ts'
import { attachTracer } from '../strace.ts'
import { get, makeDistinct, readAcknowledged, upload } from '../uploads.ts'

const calls = ['fsync,fdatasync', 'pwrite64', 'rename,renameat,renameat2', 'ftruncate']
const errors = ['EIO', 'ENOSPC', 'EROFS']

/** Every call of a kind fails for a while. Then the disk is well again, and the same process must go on. */
export const diskErrors: Fault = {
  promise: 'While the disk reports errors, uploads get 503 or 507, pages answer, and it heals',
  needs: ['strace'],
  async run({ isQuick, folder }) {
    const jpeg = await photograph({}, 160, 96)
    const failures: string[] = []
    const acknowledged: string[] = []
    let tried = 0
    const site = await startVictim(folder)
    try {
      await uploadGood(site, jpeg, acknowledged)
      for (const call of isQuick ? calls.slice(0, 1) : calls)
        for (const error of errors) {
          const inject = `inject=${call}:error=${error}`
          const tracer = await attachTracer(site.pid, [`-etrace=${call}`, '-e', inject])
          const answers = [
            await upload(site.url, makeDistinct(jpeg)),
            await upload(site.url, makeDistinct(jpeg)),
          ]
          const pages = await Promise.all(
            ['/', '/api/3dprinter/1/', '/printers/1'].map((path) => get(site.url + path)),
          )
          await tracer.stop()
          tried += 1
          for (const answer of answers) {
            const sha256 = readAcknowledged(answer)
            // A kind that an upload doesn't call disturbs nothing.
            if (sha256 !== null) acknowledged.push(sha256)
            else if (answer.status !== 503 && answer.status !== 507)
              failures.push(`${call} ${error}: an upload got ${answer.status}.`)
          }
          for (const { status } of pages)
            if (status !== 200) failures.push(`${call} ${error}: a page answered ${status}.`)
          if (!(await uploadGood(site, jpeg, acknowledged)))
            failures.push(`${call} ${error}: no upload is accepted afterwards.`)
        }
    } finally {
      await site.kill()
    }
    failures.push(...(await findLost(folder, acknowledged)))
    return { tried, failures, note: `${acknowledged.length} acknowledged` }
  },
}

/** The site may look at a disk that failed only after some seconds. */
export async function uploadGood(
  site: VictimSite,
  jpeg: Buffer,
  acknowledged: string[],
): Promise<boolean> {
  for (let tries = 0; tries < 20; tries += 1) {
    const sha256 = readAcknowledged(await upload(site.url, makeDistinct(jpeg)))
    if (sha256 !== null) {
      acknowledged.push(sha256)
      return true
    }
    await sleep(500)
  }
  return false
}
