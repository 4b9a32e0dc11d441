import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createRandom } from '../testing/random.ts'
import { makeQueuedReport } from './queued-report.ts'
import { parseReportFileName, renderReportFile } from './spool/report-file.ts'
import type { ReceivedReport } from './testing/multipart.ts'
import { makeJpeg } from './testing/pictures.ts'
import { bundleSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { startLine } from './testing/slow-link.ts'
import { startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

/** 24 by default, 60 in CI; set SNAPPER_KILLS=200 for a longer run. */
const kills = Number(process.env.SNAPPER_KILLS ?? (process.env.CI ? 60 : 24))

const hash = (bytes: Buffer | null) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')

/** The names of all reports that ever existed in the folder, from file system events: they may be gone by now. */
function watchReports(folder: string): Set<string> {
  const names = new Set<string>()
  const watcher = watch(folder, (_event, name) => {
    if (name?.endsWith('.parcel')) names.add(name)
  })
  onTestFinished(() => watcher.close())
  return names
}

/** Whether the site has that report, byte for byte. The file name contains the hash of its content. */
function hasArrived(name: string, reports: readonly ReceivedReport[]): boolean {
  const queued = parseReportFileName(name)
  if (queued === null) throw new Error(name)
  return reports.some(({ fields, image }) => {
    const report = makeQueuedReport(new Map(Object.entries(fields)), image, queued.takenAtMs)
    return renderReportFile(report, queued).name === name
  })
}

test('killed at any moment, no queued report is lost and none is sent as new twice', {
  timeout: 60_000 + kills * 2000,
}, async () => {
  const folder = makeFolder()
  // A connection on which an upload takes as long as everything else, and a site that stores it before it responds.
  const site = await startSite({ respondAfterMs: 60 })
  const endpoint = new URL(site.environment.PRINTER_ENDPOINT)
  const line = await startLine(endpoint, { bytesPerSecond: 60_000 })
  const camera = await startStub(async (_received, response) => response.end(await makeJpeg()))
  const bundle = bundleSnapper(makeFolder())
  const env = {
    ...site.environment,
    PRINTER_ENDPOINT: line.href,
    SNAPSHOT_URL: camera.url.href,
    SPOOL_DIR: folder,
    NODE_ENV: 'test',
  } as const
  const start = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [bundle, ...args], { cwd: folder, env, stdio: 'ignore' })

  // How long a run takes on this machine: kills must happen before, during and after each step.
  const startedAt = performance.now()
  await once(start('--once'), 'exit')
  const shotMs = performance.now() - startedAt
  const before = site.reports.length
  const random = createRandom(kills)
  const queued = watchReports(folder)
  for (let kill = 0; kill < kills; kill += 1) {
    const child = start('--interval', '1s')
    const exited = once(child, 'exit')
    await sleep(random() * shotMs * 1.3)
    child.kill('SIGKILL')
    await exited
  }
  // Not vacuous: many were killed with a report on disk.
  expect(queued.size).toBeGreaterThan(0)
  expect(site.reports.length - before).toBeGreaterThan(kills / 10)

  await once(start('--once'), 'exit')
  expect(readdirSync(folder).filter((name) => name.endsWith('.parcel'))).toEqual([])
  for (const name of queued) expect(hasArrived(name, site.reports), name).toBe(true)
  const arrived = site.reports.map(({ fields, image }) => [fields.captured_at, hash(image)])
  // A repeated upload has the same picture and time, so the site deduplicates it.
  const different = new Set(arrived.map((entry) => entry.join(' ')))
  expect(new Set(arrived.map(([moment]) => moment)).size).toBe(different.size)
  expect(new Set(arrived.map(([, picture]) => picture)).size).toBe(different.size)
  const again = arrived.length - different.size
  console.log(
    `${kills} kills: ${queued.size} reports were on disk, ${different.size} are at the site, ${again} were sent again`,
  )
})
