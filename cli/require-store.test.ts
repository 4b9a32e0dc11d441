import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { requireContent } from './require-content.ts'
import { requireStore } from './require-store.ts'
import { findRunningSites } from './running-site.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'store-'))
const sqlite = { kind: 'sqlite' as const }
const site = { pid: 12, dataDir: '/var/lib/paparazza', contentDir: '/home/ada/site', siteUrl: null }
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

test('a command for another content folder than that of the running site says which one that has', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue()
  const shell = {
    dataDir: site.dataDir,
    contentDir: '/srv/clone/content',
    isContentDirGiven: false,
  }
  const theirs =
    'The site that runs as process 12 uses /home/ada/site: put CONTENT_DIR=/home/ada/site into .env, or before the command.'
  expect(() => requireContent(shell, 'refuse', [site])).toThrow(
    `This command would use /srv/clone/content. ${theirs}`,
  )
  requireContent(shell, 'warn', [site])
  expect(said.mock.calls).toEqual([[`This command uses /srv/clone/content. ${theirs}`]])
  for (const [own, sites] of [
    [{ ...shell, contentDir: '/home/ada/site' }, [site]],
    [{ ...shell, isContentDirGiven: true }, [site]],
    [shell, []],
    [shell, [{ ...site, dataDir: '/srv/other' }]],
    [shell, [{ ...site, contentDir: null }]],
  ] as const)
    requireContent(own, 'refuse', sites)
  expect(said).toHaveBeenCalledOnce()
  said.mockRestore()
})

describe.runIf(process.platform === 'linux')('a running site is found with its folders', () => {
  test.each([
    ['of its environment', { DATA_DIR: '/srv/data', SITE_URL: 'https://example.org' }, []],
    ['of its .env', { DATA_DIR: '/srv/data' }, ['--import', './load-env.mjs']],
  ])('%s', async (_, env, args) => {
    const cwd = folder()
    mkdirSync(join(cwd, 'server'))
    writeFileSync(join(cwd, 'server/main.js'), 'console.log(1)\nsetInterval(() => {}, 1000)\n')
    writeFileSync(join(cwd, 'load-env.mjs'), '')
    writeFileSync(
      join(cwd, '.env'),
      'SITE_URL=https://example.org # mine\nDATA_DIR=/no\nCONTENT_DIR=site\n',
    )
    const { PATH } = process.env
    const child = spawn(process.execPath, [...args, 'server/main.js'], {
      cwd,
      env: { NODE_ENV: 'test', PATH, ...env },
    })
    onTestFinished(() => void child.kill())
    await once(child.stdout, 'data')
    expect(findRunningSites()).toContainEqual({
      pid: child.pid,
      dataDir: '/srv/data',
      contentDir: join(cwd, args.length > 0 ? 'site' : 'content'),
      siteUrl: 'https://example.org',
    })
  })
})
