import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { makeJpeg } from '../testing/pictures.ts'
import { bundleSnapper } from '../testing/run-snapper.ts'
import { startSite } from '../testing/site.ts'
import { startStub } from '../testing/stub-server.ts'
import { makeFolder } from '../testing/temporary-folder.ts'

/*
 * Kills can't simulate a power cut, which loses everything that wasn't synced. So this watches the system calls.
 */
const hasStrace = spawnSync('strace', ['-f', 'true']).status === 0
const obstacle = 'what the spool has synced. Install strace.'
if (!hasStrace && process.env.CI) throw new Error(`Missing in CI: ${obstacle}`)
if (!hasStrace) console.warn(`Skipped: ${obstacle}`)

describe.skipIf(!hasStrace)('a power cut', () => {
  test('the complete report is on disk before its first byte is sent, and is removed after the response', async () => {
    const site = await startSite()
    const camera = await startStub(async (_received, response) => response.end(await makeJpeg()))
    const folder = makeFolder()
    const log = join(makeFolder(), 'calls')
    const calls = 'trace=fsync,fdatasync,rename,write,writev,unlink,read'
    const command = [process.execPath, bundleSnapper(makeFolder())]
    const home = { SNAPSHOT_URL: camera.url.href, SPOOL_DIR: folder, NODE_ENV: 'test' } as const
    const options = ['-f', '-qq', '-y', '-s', '200', '-e', calls, '-o', log]
    // Throws unless it exits with 0.
    await promisify(execFile)('strace', [...options, ...command], {
      env: { PATH: process.env.PATH, ...site.environment, ...home },
    })
    const lines = readFileSync(log, 'utf8').split('\n')
    const steps = [
      /fsync\(\d+<.*\.parcel\.part>\)/,
      /rename\(".*\.parcel\.part", ".*\.parcel"\)/,
      new RegExp(`fsync\\(\\d+<${folder}>\\)`),
      /writev?\(.*PATCH \/api\/3dprinter\/1\//,
      /read\(.*HTTP\/1\.1 200/,
      /unlink\(".*\.parcel"\)/,
    ]
    // Nothing was sent before.
    const sentAt = lines.findIndex((line) => steps[3]?.test(line))
    const syncedAt = lines.findIndex((line) => steps[2]?.test(line))
    expect(syncedAt).toBeLessThan(sentAt)
    let at = -1
    for (const step of steps) {
      const next = lines.findIndex((line, index) => index > at && step.test(line))
      expect(next, `${step} after line ${at} of:\n${lines.join('\n')}`).toBeGreaterThan(at)
      at = next
    }
  })
})
