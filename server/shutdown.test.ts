import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openSocket } from './http-server.fixture.ts'

let child: ChildProcess | null = null
afterEach(() => child?.kill('SIGKILL'))

async function startSite(drainMs: number) {
  const started = fork(join(import.meta.dirname, 'shutdown-child.fixture.ts'), [String(drainMs)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  })
  child = started
  let output = ''
  started.stdout?.on('data', (chunk) => {
    output += chunk
  })
  const [port] = (await once(started, 'message')) as [number]
  started.disconnect()
  const ended = once(started, 'exit') as Promise<[number | null, string | null]>
  return { port, ended, stop: () => started.kill('SIGTERM'), output: () => output }
}

const head = 'PATCH /api/3dprinter/1/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'

test('an upload in progress completes, new connections are refused, and the exit code is 0', async () => {
  const site = await startSite(10_000)
  const [upload, idle] = await Promise.all([openSocket(site.port), openSocket(site.port)])
  upload.write(head + 'x'.repeat(50_000))
  const idleClosed = once(idle, 'close')
  await sleep(150)
  site.stop()
  await expect.poll(site.output).toContain('draining')
  await expect(openSocket(site.port)).rejects.toThrow('ECONNREFUSED')

  await idleClosed

  const uploadClosed = once(upload, 'close')
  for (let part = 0; part < 5; part += 1) {
    upload.write('x'.repeat(10_000))
    await sleep(50)
  }
  await uploadClosed
  expect(upload.received).toContain('HTTP/1.1 200 ')
  expect(upload.received).toContain('Connection: close')
  expect(upload.received).toContain('{"bytes":100000}')
  expect(await site.ended).toEqual([0, null])
  expect(site.output()).toContain('closing the store')
})

test('requests that don’t complete in time are cut off', async () => {
  const site = await startSite(300)
  const upload = await openSocket(site.port)
  upload.write(head + 'x'.repeat(50_000))
  await sleep(100)
  site.stop()
  expect(await site.ended).toEqual([0, null])
  expect(upload.received).toBe('')
  expect(site.output()).toContain('cut off')
})

test('a second signal exits at once', async () => {
  const site = await startSite(60_000)
  const upload = await openSocket(site.port)
  upload.write(head + 'x'.repeat(50_000))
  await sleep(100)
  site.stop()
  await expect.poll(site.output).toContain('draining')
  site.stop()
  expect(await site.ended).toEqual([1, null])
})
