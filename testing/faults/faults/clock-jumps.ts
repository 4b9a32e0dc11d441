import { globSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import type { Fault } from '../fault.ts'
import { startVictim } from '../site.ts'
import { get, makeDistinct, readAcknowledged, upload } from '../uploads.ts'

const jumps = ['+0', '+1d', '+0', '-1h', '+0', '+400d', '-400d', '+0', '+40y', '+0']

/** The machine's clock jumps under the running site. Every new picture must become the current one, whatever came before. */
export const clockJumps: Fault = {
  promise: 'Whatever the clock did before, the newest picture is the current one',
  needs: ['faketime'],
  async run({ isQuick, folder }) {
    const library = globSync('/usr/lib/*/faketime/libfaketime.so.1')[0]
    if (library === undefined) throw new Error('libfaketime is missing.')
    const jpeg = await photograph({}, 160, 96)
    const offset = join(folder, 'clock')
    await writeFile(offset, '+0')
    const site = await startVictim(join(folder, 'data'), {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: offset,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
    })
    const failures: string[] = []
    const tries = isQuick ? jumps.slice(0, 4) : jumps
    try {
      for (const jump of tries) {
        await writeFile(offset, jump)
        const sha256 = readAcknowledged(await upload(site.url, makeDistinct(jpeg)))
        if (sha256 === null) {
          failures.push(`At ${jump} an upload was refused.`)
          continue
        }
        const { text } = await get(`${site.url}/api/3dprinter/1/`)
        if (!text.includes(`/media/${sha256}/`))
          failures.push(`At ${jump} the new picture isn't the current one.`)
        for (const path of ['/', '/printers/1', '/printers/1/prints']) {
          const { status } = await get(site.url + path)
          if (status >= 500) failures.push(`At ${jump} ${path} answered ${status}.`)
        }
      }
    } finally {
      await site.kill()
    }
    return { tried: tries.length, failures }
  },
}
