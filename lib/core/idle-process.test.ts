import { writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createIdleProcess } from './idle-process.ts'

type Job = { kind: 'pid' | 'fail' | 'die' | 'hang' }

async function open(given: { idleMs?: number; timeoutMs?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'idle-'))
  const path = join(folder, 'worker.ts')
  const serve = join(import.meta.dirname, 'serve-jobs.ts')
  writeFileSync(
    path,
    `import { serveJobs } from ${JSON.stringify(serve)}
    serveJobs(async ({ kind }: { kind: string }) => {
      if (kind === 'fail') throw new Error('no such thing')
      if (kind === 'die') process.exit(3)
      if (kind === 'hang') await new Promise(() => setInterval(() => undefined, 1000))
      return process.pid
    })`,
  )
  const opened = createIdleProcess<Job, number>({ path, compileCacheDir: folder, ...given })
  onTestFinished(opened.close)
  return opened
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('an error of a job is its caller’s, and the process goes on', async () => {
  const { run } = await open()
  const pid = await run({ kind: 'pid' })
  await expect(run({ kind: 'fail' })).rejects.toThrow('no such thing')
  expect(await run({ kind: 'pid' })).toBe(pid)
})

test('a process that dies or hangs fails its jobs, and the next one starts another', async () => {
  const { run } = await open({ timeoutMs: 3_000 })
  const pid = await run({ kind: 'pid' })
  await expect(run({ kind: 'die' })).rejects.toThrow('exited with 3')
  await expect(run({ kind: 'hang' })).rejects.toThrow('exited with SIGKILL')
  const next = await run({ kind: 'pid' })
  expect(next).not.toBe(pid)
})

test('the process is there while it is used, and gone afterwards', async () => {
  const { run } = await open({ idleMs: 50 })
  const pid = await run({ kind: 'pid' })
  await expect.poll(() => isRunning(pid)).toBe(false)
  const next = await run({ kind: 'pid' })
  expect(next).not.toBe(pid)
})
