import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { makeFolder, makeLocation, openSite } from '../backup/site.fixture.ts'
import { findSiteUrl } from './find-site-url.ts'

function run(dataDir: string, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    env: { NODE_ENV: 'production', DATA_DIR: dataDir, SITE_URL: 'https://example.org', ...env },
  })
}

test('invalid commands say what to type, and do nothing', async () => {
  const dataDir = await makeFolder()
  for (const args of [[], ['links'], ['link', 'now']]) {
    const { status, stderr } = run(dataDir, args)
    expect(stderr).toContain('npm run admin -- <command>')
    expect(status).toBe(2)
  }
  const elsewhere = run(dataDir, ['link'])
  expect(elsewhere.stderr).toContain(`There is no database in ${dataDir}.`)
  expect(elsewhere.status).toBe(2)
})

test('a link that signs in is printed alone, so that a script can take it', async () => {
  const { location, store } = await openSite(await makeLocation())
  const contentDir = await makeFolder()
  await writeFile(join(contentDir, 'site.yaml'), 'time_zone: Europe/Berlin\nhour_format: 12\n')
  const { status, stdout, stderr } = run(location.dataDir, ['link'], { CONTENT_DIR: contentDir })
  expect(stdout).toMatch(/^https:\/\/example\.org\/admin\/sign-in#[\w-]{43}\n$/)
  expect(stderr).toMatch(/It works once, until \d+:\d\d\s[ap]m GMT\+[12]\./)
  expect(status).toBe(0)
  expect(await store.owner.listLinks(new Date())).toMatchObject([{ kind: 'sign-in' }])
})

test('a setting is changed as the admin area does it, with an entry of the log', async () => {
  const { location, store } = await openSite(await makeLocation())
  const contentDir = await makeFolder()
  const args = ['settings', 'set', 'title', 'Ada']
  const { stdout, status } = run(location.dataDir, args, { CONTENT_DIR: contentDir })
  expect([stdout, status]).toEqual(['title was saved.\n', 0])
  expect(await readFile(join(contentDir, 'site.yaml'), 'utf8')).toBe('title: Ada\n')
  expect(await store.owner.listLog({ before: null, limit: 1 })).toMatchObject([
    { action: 'settings-changed', details: { settings: 'title' }, sessionId: null },
  ])
})

const said = vi.spyOn(console, 'error').mockReturnValue()
afterEach(() => said.mockClear())

test('the address is that of the running site, where the shell has none', () => {
  const shell = { siteUrl: 'http://localhost:3000', isSiteUrlGiven: false, dataDir: '/srv/data' }
  const running = {
    pid: 1,
    dataDir: '/srv/data',
    contentDir: null,
    siteUrl: 'https://example.org/',
  }
  expect(findSiteUrl(shell, [{ ...running, dataDir: '/elsewhere' }, running])).toBe(
    'https://example.org',
  )
  expect(said).not.toHaveBeenCalled()
  for (const other of [[], [{ ...running, siteUrl: null }]])
    expect(findSiteUrl(shell, other)).toBe('http://localhost:3000')
  expect(said).toHaveBeenCalledTimes(2)
  const given = { ...shell, siteUrl: 'https://other.example', isSiteUrlGiven: true }
  expect(findSiteUrl(given, [running])).toBe('https://other.example')
})
