import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openStore } from './open-store.ts'
import { startOrSkip } from './testing/real-server.ts'
import { insertSamplePrinter, later, makeReport, noon, sha256Of } from './testing/samples.ts'

/*
 * After a power failure only synced data is left. Killing the process can't show that, because the page cache outlives it, so strace
 * traces the system calls and makes them fail.
 */

const run = promisify(execFile)
const strace = await startOrSkip('strace', () => run('strace', ['-f', 'true']))

/** Stores one picture as ingest does, and prints `acknowledged` or the error's code. */
const program = `
  const [, root, dataDir, sha256] = process.argv
  const { writeFileSync, writeSync } = await import('node:fs')
  const { openDiskBlobs } = await import(root + 'lib/storage/blobs/disk.ts')
  const { openStore } = await import(root + 'lib/storage/db/open-store.ts')
  const { later, makeReport } = await import(root + 'lib/storage/db/testing/samples.ts')
  const blobs = await openDiskBlobs(dataDir)
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  writeFileSync(dataDir + '/tmp/upload', 'picture')
  try {
    await blobs.putFile('original/' + sha256, dataDir + '/tmp/upload')
    await store.snapshots.insertObservation(makeReport(1, later(60)))
    writeSync(1, 'acknowledged')
  } catch (error) {
    writeSync(1, error.code)
  }
  process.exit()
`
/** Reads until the report is stored, and prints what happened in this order. */
const slowProgram = `
  const [, root, dataDir] = process.argv
  const { writeSync } = await import('node:fs')
  const { setImmediate } = await import('node:timers/promises')
  const { openStore } = await import(root + 'lib/storage/db/open-store.ts')
  const { later, makeReport } = await import(root + 'lib/storage/db/testing/samples.ts')
  const store = await openStore({ database: { kind: 'sqlite', dataDir } })
  let isPending = true
  const write = store.snapshots.insertObservation(makeReport(1, later(60))).then(() => {
    isPending = false
    writeSync(1, 'acknowledged')
  })
  for (let reads = 0; isPending && reads < 300; reads++) {
    await store.snapshots.getCurrent(1)
    writeSync(1, 'read ')
    await setImmediate()
  }
  await write
  process.exit()
`
const sha256 = sha256Of('picture')

describe.skipIf(strace === null)('an acknowledged report is on disk', () => {
  let dataDir: string
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'fsync-'))
    await openDiskBlobs(dataDir)
    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    await insertSamplePrinter(store.printers)
    await store.snapshots.insertObservation(makeReport(1, noon))
    await store.close()
    return () => rm(dataDir, { recursive: true })
  })

  async function runTraced(options: string[], source = program): Promise<string> {
    const root = new URL('../../../', import.meta.url).href
    const node = [process.execPath, '--input-type=module', '-e', source, root, dataDir, sha256]
    // One thread for files, so that the trace has the calls in order.
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
    return (await run('strace', ['-f', '-qq', ...options, ...node], { env })).stdout
  }

  test('bytes, folders and row are synced in this order before the acknowledgement', async () => {
    const log = join(dataDir, 'calls')
    const calls = 'trace=fsync,fdatasync,rename,write'
    expect(await runTraced(['-y', '-e', calls, '-o', log])).toBe('acknowledged')
    const lines = (await readFile(log, 'utf8')).split('\n')
    const shard = join('original', sha256.slice(0, 2))
    const steps = [
      /fsync\(\d+<.*\/tmp\/upload>/,
      /fsync\(\d+<.*\/blobs>/,
      /fsync\(\d+<.*\/blobs\/original>/,
      new RegExp(`rename\\(.*/tmp/upload.*/blobs/${shard}/`),
      new RegExp(`fsync\\(\\d+<.*/blobs/${shard}>`),
      /(fsync|fdatasync)\(\d+<.*\/paparazza\.sqlite-wal>/,
      /write\(1<.*"acknowledged"/,
    ]
    let at = -1
    for (const step of steps) {
      const next = lines.findIndex((line, index) => index > at && step.test(line))
      expect(next, `${step} after line ${at} of:\n${lines.join('\n')}`).toBeGreaterThan(at)
      at = next
    }
  })

  test('while the disk is slow, pages read what is stored', async () => {
    const slow = 'inject=fsync,fdatasync:delay_enter=3000000'
    const log = ['-o', join(dataDir, 'calls')]
    const wal = ['-P', join(dataDir, 'paparazza.sqlite-wal')]
    const output = await runTraced(
      [...wal, '-e', 'trace=fsync,fdatasync', '-e', slow, ...log],
      slowProgram,
    )
    // More than the few that would fit between the statements of the transaction.
    expect(output).toMatch(/^(read ){200,}acknowledged$/)
  })

  test.each([
    ['the bytes', () => join(dataDir, 'tmp', 'upload')],
    ['the folder', () => join(dataDir, 'blobs', 'original', sha256.slice(0, 2))],
    ['the row', () => join(dataDir, 'paparazza.sqlite-wal')],
  ])('a failed sync of %s is an outage, not an acknowledgement', async (_, path) => {
    const fail = ['-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO']
    const log = ['-o', join(dataDir, 'calls')]
    expect(await runTraced(['-P', path(), ...fail, ...log])).toBe('storage-unavailable')

    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    expect(await Array.fromAsync(store.retention.listStored(1))).toHaveLength(1)
    expect((await store.snapshots.insertObservation(makeReport(1, later(60)))).isNew).toBe(true)
    await store.close()
  })
})
