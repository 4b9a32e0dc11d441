import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { makeQueuedReport, type QueuedReport } from '../queued-report.ts'
import { makeJpeg } from '../testing/pictures.ts'
import { bundleSnapper } from '../testing/run-snapper.ts'
import { startSite } from '../testing/site.ts'
import { startStub } from '../testing/stub-server.ts'
import { makeFolder } from '../testing/temporary-folder.ts'
import { openDiskOutbox } from './disk-outbox.ts'
import type { Outbox } from './outbox.ts'

const hourMs = 3_600_000
const startMs = Date.UTC(2026, 10, 22, 12)

function makePicture(filler: number, bytes = 1000): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(bytes, filler)])
}

function reportAt(hours: number, bytes?: number): QueuedReport {
  const fields = new Map([['status', `Drücken ${hours}\nh`]])
  return makeQueuedReport(fields, makePicture(hours, bytes), startMs + hours * hourMs)
}

const listReports = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.parcel'))
    .toSorted()

function open(folder: string, options: { maxBytes?: number; nowMs?: number; owner?: string } = {}) {
  const { maxBytes = 200_000_000, nowMs = startMs, owner = '0a1b2c3d' } = options
  const logged: Record<string, unknown>[] = []
  const clock = { nowMs, monotonicMs: 0 }
  const pass = (hours: number) => {
    clock.nowMs += hours * hourMs
    clock.monotonicMs += hours * hourMs
  }
  const outbox = openDiskOutbox(
    folder,
    { maxBytes, maxAgeMs: 24 * hourMs, owner },
    {
      log: (_level, msg, fields) => logged.push({ msg, ...fields }),
      now: () => clock.nowMs,
      monotonic: () => clock.monotonicMs,
    },
  )
  if (outbox === null) throw new Error('another snapper has this folder')
  return { outbox, logged, clock, pass }
}

function drain(outbox: Outbox): number[] {
  const hours: number[] = []
  for (let entry = outbox.next(); entry !== null; entry = outbox.next()) {
    hours.push((entry.report.takenAtMs - startMs) / hourMs)
    outbox.remove(entry.id)
  }
  return hours
}

test('entries come out unchanged, even after a restart', () => {
  const folder = makeFolder()
  const first = open(folder)
  first.outbox.put(reportAt(0))
  first.outbox.close()
  const { outbox } = open(folder)
  expect(outbox.next()?.report).toEqual(reportAt(0))
})

test('several printers may share a folder, one after the other', () => {
  const folder = makeFolder()
  const first = open(folder)
  first.outbox.put(reportAt(1))
  first.outbox.close()
  const other = open(folder, { owner: 'ffffffff' })
  expect(other.outbox.next()).toBeNull()
  other.outbox.put(reportAt(2))
  expect(drain(other.outbox)).toEqual([2])
  other.outbox.close()
  expect(drain(open(folder).outbox)).toEqual([1])
})

test('a report without a picture is stored too', () => {
  const { outbox } = open(makeFolder())
  const report = makeQueuedReport(new Map([['state', 'idle']]), null, startMs)
  outbox.put(report)
  expect(outbox.next()?.report).toEqual(report)
})

test('the newest comes first, regardless of the clock', () => {
  const { outbox } = open(makeFolder())
  for (const hours of [1, 3, 2]) outbox.put(reportAt(hours))
  expect(drain(outbox)).toEqual([2, 3, 1])
})

test('a deferred entry comes last', () => {
  const { outbox } = open(makeFolder())
  outbox.put(reportAt(1))
  outbox.put(reportAt(2))
  outbox.defer(outbox.put(reportAt(3)).id)
  expect(drain(outbox)).toEqual([2, 1, 3])
})

describe('the oldest is dropped and counted', () => {
  test('above the size limit', () => {
    const { outbox, logged } = open(makeFolder(), { maxBytes: 5000 })
    for (const hours of [1, 2, 3]) outbox.put(reportAt(hours, 2000))
    expect(logged).toEqual([expect.objectContaining({ dropped: 1 })])
    expect(drain(outbox)).toEqual([3, 2])
  })

  test('above the age limit', () => {
    const { outbox, logged, pass } = open(makeFolder())
    for (const hours of [0, 1, 2]) outbox.put(reportAt(hours))
    pass(25.5)
    expect(drain(outbox)).toEqual([2])
    expect(logged.at(-1)).toMatchObject({ dropped: 2 })
  })
})

describe('a clock that is set drops nothing', () => {
  const yearHours = 365 * 24

  test.each([yearHours, -yearHours])('by %d hours while the snapper runs', (hours) => {
    const { outbox, clock, pass, logged } = open(makeFolder(), { nowMs: startMs + 2 * hourMs })
    for (const each of [0, 1, 2]) outbox.put(reportAt(each))
    clock.nowMs += hours * hourMs
    outbox.put(reportAt(2 + hours))
    expect(outbox.count()).toBe(4)
    // They age from then on as before.
    pass(23.5)
    expect(drain(outbox)).toEqual([2 + hours, 2])
    expect(logged.filter(({ dropped }) => dropped !== undefined)).toHaveLength(2)
  })

  test.each([yearHours, -yearHours])('by %d hours between two runs', (hours) => {
    const folder = makeFolder()
    const first = open(folder)
    first.outbox.put(reportAt(0))
    first.outbox.close()
    const { outbox } = open(folder, { nowMs: startMs + hours * hourMs })
    expect(drain(outbox)).toEqual([0])
  })

  test('and hours between runs of the command count', () => {
    const folder = makeFolder()
    for (const hours of [0, 5, 10, 15, 20, 25]) {
      const { outbox } = open(folder, { nowMs: startMs + hours * hourMs })
      if (hours === 0) outbox.put(reportAt(0))
      expect(outbox.next() === null).toBe(hours === 25)
      outbox.close()
    }
  })
})

test('the eleventh digit of the number of reports loses none', () => {
  const folder = makeFolder()
  open(folder).outbox.put(reportAt(0))
  const [first = ''] = listReports(folder)
  renameSync(join(folder, first), join(folder, first.replace(/^\d+/, '9999999999')))
  rmSync(join(folder, 'lock'), { force: true, recursive: true })
  const { outbox } = open(folder)
  outbox.put(reportAt(1))
  expect(listReports(folder).some((name) => name.startsWith('10000000000-'))).toBe(true)
  expect(drain(outbox)).toEqual([1, 0])
})

describe('after a crash', () => {
  test('a partial file under its temporary name is ignored', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, '0000000001-1-00000000000000000000000000000000.parcel.part'), 'x')
    const { outbox } = open(folder)
    expect(outbox.next()).toBeNull()
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('a damaged file is moved to quarantine and the others are sent', () => {
    const folder = makeFolder()
    const { outbox } = open(folder)
    outbox.put(reportAt(1))
    const { id } = outbox.put(reportAt(2))
    const bytes = readFileSync(join(folder, id))
    bytes[bytes.length - 10] = 0x55
    writeFileSync(join(folder, id), bytes)
    expect(drain(outbox)).toEqual([1])
    expect(readdirSync(join(folder, 'quarantine'))).toEqual([id, `${id}.txt`])
  })
})

describe('a file that can’t be read, as on a worn-out card,', () => {
  /** A folder in the place of the newest report: reading it fails, also as root. */
  function putUnreadable(folder: string, outbox: Outbox): string {
    outbox.put(reportAt(3))
    const name = listReports(folder).at(-1) ?? ''
    rmSync(join(folder, name))
    mkdirSync(join(folder, name))
    return name
  }

  test('is moved to quarantine, and the others are sent', () => {
    const folder = makeFolder()
    const { outbox, logged } = open(folder)
    for (const hours of [1, 2]) outbox.put(reportAt(hours))
    const name = putUnreadable(folder, outbox)
    expect(drain(outbox)).toEqual([2, 1])
    expect(logged).toMatchObject([{ file: name, detail: 'EISDIR' }])
    expect(readdirSync(join(folder, 'quarantine'))).toContain(name)
  })

  test('holds up nothing where it can’t be moved either', () => {
    const folder = makeFolder()
    const { outbox } = open(folder)
    for (const hours of [1, 2]) outbox.put(reportAt(hours))
    putUnreadable(folder, outbox)
    renameSync(join(folder, 'quarantine'), join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'quarantine'), '')
    expect(drain(outbox)).toEqual([2, 1])
    outbox.put(reportAt(4))
    expect(drain(outbox)).toEqual([4])
  })
})

test('a rejected report goes to quarantine with the reason, up to a limit', () => {
  const folder = makeFolder()
  const { outbox } = open(folder)
  for (let hours = 0; hours < 25; hours += 1)
    outbox.quarantine(outbox.put(reportAt(hours)).id, `HTTP 422: no ${hours}`)
  expect(outbox.next()).toBeNull()
  const names = readdirSync(join(folder, 'quarantine'))
  expect(names).toHaveLength(40)
  const responses = names.filter((name) => name.endsWith('.txt'))
  expect(readFileSync(join(folder, 'quarantine', responses.at(-1) ?? ''), 'utf8')).toBe(
    'HTTP 422: no 24\n',
  )
})

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
