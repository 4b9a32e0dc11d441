import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolder } from '../testing/temporary-folder.ts'
import { acquireLock } from './lock.ts'

const lockModule = new URL('./lock.ts', import.meta.url).href

/** Another process that acquires and holds the lock. */
async function startHolder(path: string) {
  const script = `
    const { acquireLock } = await import('${lockModule}')
    console.log(acquireLock(${JSON.stringify(path)}, Date.now()) === null ? 'no' : 'yes')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [respond] = await once(child.stdout, 'data')
  return { child, hasLock: String(respond).trim() === 'yes' }
}

test('only one holder, and the next one after its release', () => {
  const path = join(makeFolder(), 'lock')
  const lock = acquireLock(path, Date.now())
  expect(lock).not.toBeNull()
  expect(acquireLock(path, Date.now())).toBeNull()
  lock?.release()
  expect(acquireLock(path, Date.now())).not.toBeNull()
  expect(readdirSync(join(path, '..'))).toEqual(['lock'])
})

test('the lock of a killed process is free at once', async () => {
  const path = join(makeFolder(), 'lock')
  const { child, hasLock } = await startHolder(path)
  expect(hasLock).toBe(true)
  expect(acquireLock(path, Date.now())).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(path)).toBe(true)
  expect(acquireLock(path, Date.now())).not.toBeNull()
})

test('a process that reuses a dead one’s pid is not mistaken for it', () => {
  const path = join(makeFolder(), 'lock')
  const dead = { pid: process.pid, host: hostname(), startedAt: '1' }
  writeFileSync(path, JSON.stringify(dead))
  expect(acquireLock(path, Date.now())).not.toBeNull()
})

test('another machine’s lock is respected while it is refreshed', () => {
  const path = join(makeFolder(), 'lock')
  const foreign = JSON.stringify({ pid: 1, host: 'another', startedAt: '1' })
  writeFileSync(path, foreign)
  expect(acquireLock(path, Date.now())).toBeNull()
  const longAgo = Date.now() / 1000 - 3600
  utimesSync(path, longAgo, longAgo)
  expect(acquireLock(path, Date.now())).not.toBeNull()
  expect(readFileSync(path, 'utf8')).not.toBe(foreign)
})

test('of two that find a stale lock, one acquires it', async () => {
  const path = join(makeFolder(), 'lock')
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), startedAt: '1' }))
  const holders = await Promise.all([startHolder(path), startHolder(path), startHolder(path)])
  expect(holders.filter(({ hasLock }) => hasLock)).toHaveLength(1)
})
