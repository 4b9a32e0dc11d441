import { setTimeout as sleep } from 'node:timers/promises'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { findLost } from '../check-store.ts'
import type { Fault } from '../fault.ts'
import { startVictim } from '../site.ts'
import { uploadUntil } from '../uploads.ts'

/** kill -9 at random moments, start again, and so on with the same store. */
export const killCycles: Fault = {
  promise: 'Killed at any moment, the site loses nothing that it has acknowledged',
  needs: [],
  async run({ isQuick, folder }) {
    const cycles = isQuick ? 4 : 320
    const jpeg = await photograph({}, 160, 96)
    const acknowledged: string[] = []
    const failures: string[] = []
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      const site = await startVictim(folder)
      const stop = new AbortController()
      const mine: string[] = []
      const uploading = uploadUntil(stop.signal, site.url, jpeg, 4, mine)
      // A slow machine may need seconds for the first one. One cycle in four doesn't wait for it.
      for (let waits = 0; cycle % 4 !== 3 && mine.length === 0 && waits < 400; waits += 1)
        await sleep(50)
      await sleep(300 + Math.random() * 900)
      await site.kill()
      stop.abort()
      acknowledged.push(...(await uploading))
      if (cycle % 20 === 19) failures.push(...(await findLost(folder, acknowledged)))
    }
    failures.push(...(await findLost(folder, acknowledged)))
    if (acknowledged.length < cycles) failures.push('Fewer uploads than kills were acknowledged.')
    return {
      tried: cycles,
      failures: [...new Set(failures)],
      note: `${acknowledged.length} acknowledged`,
    }
  },
}
