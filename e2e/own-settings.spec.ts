import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addPrinter, test as base, expect, type Site, startSite } from './site.ts'
import { writeFiles } from './write-files.ts'

/* Promises to an owner about site.yaml and content/public/. */

const test = base.extend<{
  own: (files: Record<string, string>) => Promise<Site & { dir: string }>
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  own: async ({}, use) => {
    const sites: (Site & { dir: string })[] = []
    await use(async (files) => {
      const dir = await mkdtemp(join(tmpdir(), 'own-'))
      await writeFiles(dir, files)
      const site = { ...(await startSite({ CONTENT_DIR: dir })), dir }
      sites.push(site)
      return site
    })
    for (const { dir, stop } of sites) {
      await stop()
      const cacheDir = join('.cache/content', dir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
      for (const path of [dir, cacheDir]) await rm(path, { recursive: true, force: true })
    }
  },
})

async function fetchText(site: Site, path: string): Promise<string> {
  return (await fetch(site.url + path)).text()
}

async function listNavigation(site: Site, path: string): Promise<string[]> {
  const [, nav = ''] =
    /<nav aria-label="Site".*?<ul[^>]*>(.*?)<\/ul>/s.exec(await fetchText(site, path)) ?? []
  return [...nav.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
}

test('an empty folder is a site, whose navigation leads only to what is there', async ({ own }) => {
  const site = await own({ 'README.txt': 'x' })
  await expect.poll(() => listNavigation(site, '/')).toEqual(['/'])
  await expect.poll(() => listNavigation(site, '/search')).toEqual(['/'])
  await addPrinter(site, 'Lathe')
  await expect.poll(() => listNavigation(site, '/search')).toEqual(['/', '/printer'])
  await writeFiles(site.dir, { 'pages/about.md': '---\ntitle: About\n---\n\nMe.\n' })
  await expect
    .poll(() => listNavigation(site, '/'), { timeout: 20_000 })
    .toEqual(['/', '/printer', '/about'])
  expect(await fetchText(site, '/')).toContain('localhost')
})

test('a fault in site.yaml stops nothing, and is logged with its line and counted', async ({
  own,
}) => {
  const site = await own({
    'site.yaml':
      'title: Ada\ntime_zone: Moon\nnavigation:\n  - {label: Gone, url: /gone}\n  - {label: Start, url: /}\n',
  })
  await expect.poll(() => listNavigation(site, '/')).toEqual(['/'])
  expect(await fetchText(site, '/')).toContain('<title>Ada</title>')
  const log = () => site.log.filter((line) => line.includes('site.yaml')).join('\n')
  await expect.poll(log).toContain('site.yaml:2: time_zone \\"Moon\\" is not a time zone')
  await expect.poll(log).toContain('site.yaml:4: navigation[1] leads to /gone')
  const health = async () => (await (await fetch(`${site.url}/api/health`)).json()).content.errors
  await expect.poll(health).toBe(2)
})

test('a file in content/public/ takes the place of the site’s own, and hidden ones stay hidden', async ({
  own,
}) => {
  const site = await own({
    'public/robots.txt': 'User-agent: nobody\n',
    'public/favicon.ico': 'mine',
    'public/.well-known/security.txt': 'Contact: mailto:a@b.example\n',
    'public/.env': 'SECRET=1',
    'public/api/health': 'mine',
  })
  expect(await fetchText(site, '/robots.txt')).toBe('User-agent: nobody\n')
  expect(await fetchText(site, '/favicon.ico')).toBe('mine')
  expect(await fetchText(site, '/.well-known/security.txt')).toContain('Contact:')
  expect(await fetchText(site, '/api/health')).not.toBe('mine')
  for (const path of ['/.env', '/.git/config'])
    expect((await fetch(site.url + path)).status).toBe(404)
  await writeFiles(site.dir, { 'public/robots.txt': 'User-agent: everybody\n' })
  await expect
    .poll(() => fetchText(site, '/robots.txt'), { timeout: 20_000 })
    .toContain('everybody')
})
