import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openDiskBlobs } from '#lib/storage/blobs/disk.ts'
import { openStore } from './open-store.ts'
import { insertSamplePrinter } from './testing/samples.ts'

const driver = fileURLToPath(new URL('./testing/crash-driver.ts', import.meta.url))
const cycles = 15

/** Kills the driver `killAfterMs` after its first acknowledgement. @returns the acknowledged hashes */
async function runUntilKilled(args: string[], killAfterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [driver, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await Promise.race([once(child.stdout, 'data'), closed])
  await sleep(killAfterMs)
  child.kill('SIGKILL')
  const [, signal] = await closed
  expect(signal).toBe('SIGKILL')
  // An incomplete last line is no acknowledgement.
  return output.split('\n').slice(0, -1)
}

test('a site that is killed at any moment loses nothing that it has acknowledged', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'crash-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  const database = { kind: 'sqlite', dataDir } as const
  const first = await openStore({ database })
  const printer = await insertSamplePrinter(first.printers)
  await first.close()

  const acknowledged = new Set<string>()
  for (let run = 0; run < cycles; run++) {
    const hashes = await runUntilKilled([dataDir, `${printer.id}`, `${run}`], Math.random() * 120)
    for (const sha256 of hashes) acknowledged.add(sha256)
  }

  const store = await openStore({ database })
  const blobs = await openDiskBlobs(dataDir)
  const rows = new Set(
    (await Array.fromAsync(store.retention.listStored(printer.id))).map((stored) => stored.sha256),
  )
  expect(acknowledged.size).toBeGreaterThanOrEqual(cycles)
  expect([...acknowledged].filter((sha256) => !rows.has(sha256))).toEqual([])
  for (const sha256 of rows) {
    const bytes = await blobs.get(`original/${sha256}`)
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    ).toBe(sha256)
  }
  await store.close()
}, 60_000)
