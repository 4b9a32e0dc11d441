import { setTimeout as sleep } from 'node:timers/promises'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { findLost } from '../check-store.ts'
import type { Fault } from '../fault.ts'
import { startVictim } from '../site.ts'
import { uploadUntil } from '../uploads.ts'

/** Two sites that were started on one folder by mistake, or during a change of versions. */
export const twoProcesses: Fault = {
  promise: 'Two sites on one folder both keep what they acknowledge',
  needs: [],
  async run({ isQuick, folder }) {
    const jpeg = await photograph({}, 160, 96)
    const sites = [await startVictim(folder), await startVictim(folder)]
    const stop = new AbortController()
    const uploading = sites.map((site) => uploadUntil(stop.signal, site.url, jpeg, 2))
    await sleep(isQuick ? 2_000 : 30_000)
    stop.abort()
    const acknowledged = (await Promise.all(uploading)).flat()
    for (const site of sites) await site.kill()
    const failures = await findLost(folder, acknowledged)
    if (acknowledged.length === 0) failures.push('Nothing was acknowledged.')
    return { tried: acknowledged.length, failures }
  },
}
