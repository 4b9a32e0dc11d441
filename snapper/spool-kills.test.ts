import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { makeQueuedReport } from './queued-report.ts'
import { parseReportFileName, renderReportFile } from './spool/report-file.ts'
import { bundleSnapper } from './testing/bundle.ts'
import type { ReceivedReport } from './testing/multipart.ts'
import { makeJpeg } from './testing/pictures.ts'
import { startSite } from './testing/site.ts'
import { createRandom, startLine } from './testing/slow-link.ts'
import { startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

/** Two dozen show on a person's machine that it works, 60 do in CI; SNAPPER_KILLS=200 shows it at length. */
const kills = Number(process.env.SNAPPER_KILLS ?? (process.env.CI ? 60 : 24))

const hash = (bytes: Buffer | null) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')

/** The names of all reports that ever were on disk there, by the system's own word: they may be gone when we look. */
function watchKept(folder: string): Set<string> {
  const names = new Set<string>()
  const watcher = watch(folder, (_event, name) => {
    if (name?.endsWith('.parcel')) names.add(name)
  })
  onTestFinished(() => watcher.close())
  return names
}

/** Is that report, byte by byte, among those that the site has? A name holds the hash of what was under it. */
function hasArrived(name: string, reports: readonly ReceivedReport[]): boolean {
  const kept = parseReportFileName(name)
  if (kept === null) throw new Error(name)
  return reports.some(({ fields, image }) => {
    const parcel = makeQueuedReport(new Map(Object.entries(fields)), image, kept.takenAtMs)
    return renderReportFile(parcel, kept).name === name
  })
}

test('killed at any moment, nothing that was kept is lost and nothing is sent as new twice', {
  timeout: 60_000 + kills * 2000,
}, async () => {
  const folder = makeFolder()
  // A line on which an upload takes as long as all the rest, and a site that has it before it says so.
  const site = await startSite({ answerAfterMs: 60 })
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

  // How long a whole shot takes here and now: kills fall before, into and after each of its steps.
  const startedAt = performance.now()
  await once(start('--once'), 'exit')
  const shotMs = performance.now() - startedAt
  const before = site.reports.length
  const random = createRandom(kills)
  const kept = watchKept(folder)
  for (let kill = 0; kill < kills; kill += 1) {
    const child = start('--interval', '1s')
    const exited = once(child, 'exit')
    await sleep(random() * shotMs * 1.3)
    child.kill('SIGKILL')
    await exited
  }
  // Not vacuous: many died with a report on disk.
  expect(kept.size).toBeGreaterThan(0)
  expect(site.reports.length - before).toBeGreaterThan(kills / 10)

  await once(start('--once'), 'exit')
  expect(readdirSync(folder).filter((name) => name.endsWith('.parcel'))).toEqual([])
  for (const name of kept) expect(hasArrived(name, site.reports), name).toBe(true)
  const arrived = site.reports.map(({ fields, image }) => [fields.captured_at, hash(image)])
  // Sent again only as the same picture of the same moment, which the site takes for one.
  const different = new Set(arrived.map((entry) => entry.join(' ')))
  expect(new Set(arrived.map(([moment]) => moment)).size).toBe(different.size)
  expect(new Set(arrived.map(([, picture]) => picture)).size).toBe(different.size)
  const again = arrived.length - different.size
  console.log(
    `${kills} kills: ${kept.size} reports were on disk, ${different.size} are at the site, ${again} were sent again`,
  )
})
