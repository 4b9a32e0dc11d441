import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { requireStore } from './require-store.ts'
import { findRunningSites } from './running-site.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'store-'))
const sqlite = { kind: 'sqlite' as const }
const site = { pid: 12, dataDir: '/var/lib/paparazza', siteUrl: null }
/** As if `DATA_DIR` were only in the unit of the running site. */
const byDefault = (dataDir: string) => ({ database: sqlite, dataDir, isDataDirGiven: false })
const given = (dataDir: string) => ({ database: sqlite, dataDir, isDataDirGiven: true })

test('no command makes a store next to a running site, but says which folder that has', () => {
  const dataDir = folder()
  expect(() => requireStore(byDefault(dataDir), 'alone', [site])).toThrow(
    `There is no database in ${dataDir}. The site that runs as process 12 uses /var/lib/paparazza; for that one set DATA_DIR=/var/lib/paparazza and run this as its user. To create one there, repeat this with --create.`,
  )
  expect(() => requireStore(byDefault(dataDir), 'alone', [{ ...site, dataDir: null }])).toThrow(
    'A site runs as process 12; set DATA_DIR to its folder',
  )
  expect(() => requireStore(given(dataDir), 'never', [])).toThrow('Start the site to create one')
})

test('the first printer may be added before the first start, and to a folder that was named', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const dataDir = folder()
  requireStore(byDefault(dataDir), 'alone', [])
  requireStore(given(dataDir), 'alone', [site])
  requireStore(byDefault(dataDir), 'always', [site])
  const words = `There was no database in ${dataDir}. This command makes one.`
  expect(said.mock.calls).toEqual([[words], [words], [words]])
  said.mockRestore()
})

test('a store that exists is used', () => {
  const dataDir = folder()
  writeFileSync(join(dataDir, 'paparazza.sqlite'), '')
  expect(() => requireStore(byDefault(dataDir), 'never', [{ ...site, dataDir }])).not.toThrow()
})

test.runIf(process.platform === 'linux')('a running site is found with its folder', async () => {
  const cwd = folder()
  mkdirSync(join(cwd, 'server'))
  writeFileSync(join(cwd, 'server/main.js'), 'console.log(1)\nsetInterval(() => {}, 1000)\n')
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: '/srv/data',
    SITE_URL: 'https://example.org',
    NODE_ENV: 'test' as const,
  }
  const site = spawn(process.execPath, ['server/main.js'], { cwd, env })
  onTestFinished(() => void site.kill())
  await once(site.stdout, 'data')
  expect(findRunningSites()).toContainEqual({
    pid: site.pid,
    dataDir: '/srv/data',
    siteUrl: 'https://example.org',
  })
})
