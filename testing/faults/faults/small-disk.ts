import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { photograph } from '#lib/images/jpeg-parts.fixture.ts'
import { mountSmallDisk } from '#lib/storage/blobs/small-disk.fixture.ts'
import { findLost } from '../check-store.ts'
import type { Fault } from '../fault.ts'
import { startVictim } from '../site.ts'
import { get, makeDistinct, readAcknowledged, upload } from '../uploads.ts'
import { uploadGood } from './disk-errors.ts'

const pages = ['/', '/blog', '/printers/1', '/api/3dprinter/1/', '/api/health/ready']

/** A real filesystem without space, then without room for another file, then well again. */
export const smallDisk: Fault = {
  promise: 'On a full disk pages stay and uploads get 503 or 507, until it has space',
  needs: ['mount'],
  async run() {
    const disk = await mountSmallDisk(60, 2000)
    if (disk === null) throw new Error('This machine allows no mounts.')
    const jpeg = await photograph({}, 160, 96)
    const failures: string[] = []
    const acknowledged: string[] = []
    const site = await startVictim(disk.path)
    try {
      await uploadGood(site, jpeg, acknowledged)
      const ballast = join(disk.path, 'ballast')
      const faults: [string, () => Promise<void>, () => Promise<void>][] = [
        ['no space', () => fill(ballast, 1 << 27), () => rm(ballast)],
        ['no inodes', () => createFiles(ballast), () => rm(ballast, { recursive: true })],
      ]
      for (const [name, begin, end] of faults) {
        await begin()
        for (let tries = 0; tries < 5; tries += 1) {
          const answer = await upload(site.url, makeDistinct(jpeg))
          const sha256 = readAcknowledged(answer)
          if (sha256 !== null) acknowledged.push(sha256)
          else if (answer.status !== 503 && answer.status !== 507)
            failures.push(`${name}: an upload got ${answer.status}.`)
        }
        for (const path of pages) {
          const { status } = await get(site.url + path)
          if (status !== 200) failures.push(`${name}: ${path} answered ${status}.`)
        }
        await end()
        if (!(await uploadGood(site, jpeg, acknowledged)))
          failures.push(`${name}: no upload is accepted afterwards.`)
      }
      await site.kill()
      failures.push(...(await findLost(disk.path, acknowledged)))
      return { tried: faults.length, failures, note: `${acknowledged.length} acknowledged` }
    } finally {
      await site.kill()
      await disk.unmount()
    }
  },
}

async function fill(path: string, bytes: number): Promise<void> {
  await writeFile(path, Buffer.alloc(bytes)).catch(() => undefined)
}

async function createFiles(folder: string): Promise<void> {
  await mkdir(folder)
  try {
    for (let count = 0; ; count += 1) await writeFile(join(folder, `${count}`), '')
  } catch {
    // No inode is left.
  }
}
