import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { requireStore } from './require-store.ts'
import { findRunningSites } from './running-site.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'store-'))
const sqlite = (dataDir: string) => ({ database: { kind: 'sqlite' as const, dataDir }, dataDir })
const never = { mayCreate: false }

test('a command creates no store silently, and says which one the running site uses', () => {
  const dataDir = folder()
  expect(() => requireStore(sqlite(dataDir), never, [])).toThrow(
    `There is no database in ${dataDir}. Start the site to create one there, or repeat this with --create.`,
  )
  const site = { pid: 12, dataDir: '/var/lib/paparazza' }
  expect(() => requireStore(sqlite(dataDir), never, [site])).toThrow(
    'The site that runs as process 12 uses /var/lib/paparazza; for that one set DATA_DIR=/var/lib/paparazza',
  )
})

test('a command uses a store that exists, or one that it may create', () => {
  const dataDir = folder()
  const file = join(dataDir, 'paparazza.sqlite')
  expect(requireStore(sqlite(dataDir), { mayCreate: true }, [])).toBe(file)
  writeFileSync(file, '')
  expect(requireStore(sqlite(dataDir), never, [{ pid: 12, dataDir }])).toBe(file)
})

test.runIf(process.platform === 'linux')('a running site is found with its folder', async () => {
  const cwd = folder()
  mkdirSync(join(cwd, 'server'))
  writeFileSync(join(cwd, 'server/main.js'), 'console.log(1)\nsetInterval(() => {}, 1000)\n')
  const env = { PATH: process.env.PATH, DATA_DIR: '/srv/data', NODE_ENV: 'test' as const }
  const site = spawn(process.execPath, ['server/main.js'], { cwd, env })
  onTestFinished(() => void site.kill())
  await once(site.stdout, 'data')
  expect(findRunningSites()).toContainEqual({ pid: site.pid, dataDir: '/srv/data' })
})
