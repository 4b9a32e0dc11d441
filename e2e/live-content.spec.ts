import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Site, startSite, test } from './site.ts'

/* Promises to an owner who edits while the site runs. */

const day = 'date: 2026-01-02'
const post = (title: string, text = '') => `---\ntitle: ${title}\n${day}\n---\n\n${text}\n`

test.describe('while the site runs', () => {
  let parent = ''
  let contentDir = ''
  let site: Site
  test.beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'live-'))
    contentDir = join(parent, 'content')
  })
  test.afterEach(async () => {
    await site.stop()
    const cacheDir = join('.cache/content', contentDir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
    for (const path of [parent, cacheDir]) await rm(path, { recursive: true, force: true })
  })
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(contentDir, file)), { recursive: true })
    await writeFile(join(contentDir, file), text)
  }
  const read = async (path: string) => (await fetch(site.url + path)).text()
  const status = async (path: string) => (await fetch(site.url + path)).status
  const shows = (path: string, text: string) =>
    expect.poll(() => read(path), { timeout: 60_000 }).toContain(text)

  test('a saved, a changed and a deleted post are shown without a restart', async () => {
    await write('blog/first.md', post('The first'))
    site = await startSite({ CONTENT_DIR: contentDir })
    await shows('/blog', 'The first')
    expect(await status('/2026/01/02/1/second')).toBe(404)
    await write('blog/second.md', post('The second', 'New words.'))
    await shows('/2026/01/02/1/second', 'New words.')
    expect(await read('/blog')).toContain('The second')
    for (const feed of ['/atom.xml', '/rss.xml', '/feed.json', '/sitemap.xml'])
      expect(await read(feed)).toContain('/2026/01/02/1/second')
    await write('blog/second.md', post('The second', 'Better words.'))
    await shows('/2026/01/02/1/second', 'Better words.')
    await rm(join(contentDir, 'blog/second.md'))
    await expect.poll(() => status('/2026/01/02/1/second'), { timeout: 60_000 }).toBe(404)
    expect(await read('/blog')).not.toContain('The second')
  })

  test('a broken file keeps its last good state, and the owner is told', async () => {
    await write('blog/first.md', post('The first', 'Good words.'))
    site = await startSite({ CONTENT_DIR: contentDir })
    await shows('/blog', 'The first')
    await write('blog/first.md', '---\ntitle: My: [\n---\nHalf of it')
    const ready = async () => (await fetch(`${site.url}/api/health/ready`)).json()
    await expect.poll(ready, { timeout: 60_000 }).toMatchObject({ content: 'degraded' })
    expect(await status('/api/health/ready')).toBe(200)
    expect(await read('/2026/01/02/0/first')).toContain('Good words.')
    expect(site.log.join('\n')).toContain('content: blog/first.md:2: the front matter is not YAML')
    await write('blog/first.md', post('The first', 'Mended words.'))
    await shows('/2026/01/02/0/first', 'Mended words.')
    await expect.poll(ready, { timeout: 60_000 }).toMatchObject({ content: 'ok' })
  })

  test('changed settings are shown on every page; broken ones keep the last good state', async () => {
    await write('site.yaml', 'title: One\n')
    site = await startSite({ CONTENT_DIR: contentDir })
    for (const path of ['/', '/blog', '/printers', '/manifest.webmanifest', '/atom.xml'])
      await shows(path, 'One')
    await write('site.yaml', 'title: Two\ntime_zone: Asia/Tokyo\n')
    for (const path of ['/', '/blog', '/printers', '/manifest.webmanifest', '/atom.xml'])
      await shows(path, 'Two')
    await write('site.yaml', 'title: [Three\n')
    await expect
      .poll(() => read('/api/health/ready'), { timeout: 60_000 })
      .toContain('"content":"degraded"')
    expect(await read('/')).toContain('Two')
    await write('blog/first.md', post('The first'))
    await shows('/2026/01/02/0/first', '"datePublished":"2026-01-02T00:00:00+09:00"')
  })

  test('a folder that is replaced by a symbolic link is shown as a whole', async () => {
    for (const version of ['one', 'two'])
      for (const name of ['a', 'b'])
        await write(`../${version}/blog/${name}.md`, post(`${name} of ${version}`))
    await symlink('one', contentDir)
    site = await startSite({ CONTENT_DIR: contentDir })
    await shows('/blog', 'a of one')
    await symlink('two', join(parent, 'next'))
    await rename(join(parent, 'next'), contentDir)
    await shows('/blog', 'a of two')
    const page = await read('/blog')
    expect(page).toContain('b of two')
    expect(page).not.toContain('of one')
  })

  test('an empty folder is filled at the first start of a site, and only then', async () => {
    await mkdir(contentDir)
    const env = { CONTENT_DIR: contentDir, DATA_DIR: join(parent, 'data') }
    site = await startSite(env)
    await shows('/blog', 'A first post')
    await shows('/about', 'pages/about.md')
    await site.stop()
    await rm(contentDir, { recursive: true })
    await mkdir(contentDir)
    site = await startSite(env)
    expect(await status('/')).toBe(200)
    expect(await readdir(contentDir)).toEqual([])
  })

  test('a folder that isn’t there yet leaves the site up, and appears', async () => {
    const env = { CONTENT_DIR: contentDir, DATA_DIR: join(parent, 'data') }
    await mkdir(contentDir)
    site = await startSite(env)
    expect(await status('/')).toBe(200)
    await site.stop()
    await rm(contentDir, { recursive: true })
    site = await startSite(env)
    expect(await status('/')).toBe(200)
    expect(await status('/blog')).toBe(200)
    expect(site.log.join('\n')).toContain('is not a folder')
    await write('blog/first.md', post('The first'))
    await shows('/blog', 'The first')
    // An unmounted disk, for instance.
    await rename(contentDir, join(parent, 'away'))
    const ready = async () => (await fetch(`${site.url}/api/health/ready`)).json()
    await expect.poll(ready, { timeout: 60_000 }).toMatchObject({ content: 'degraded' })
    expect(await read('/blog')).toContain('The first')
  })

  test('many posts, rendered for the first time, hold up neither the home page nor polls', async () => {
    const code = '```ts\nconst a = 1\n```\n'.repeat(50)
    for (let index = 0; index < 100; index += 1)
      await write(`blog/post-${index}.md`, post(`Post ${index}`, `${code}${index}`))
    site = await startSite({ CONTENT_DIR: contentDir })
    const pid = await findContentProcess(site.process.pid ?? 0)
    process.kill(pid, 'SIGSTOP')
    const first = '/2026/01/02/0/post-0'
    expect([await status('/'), await status(first)]).toEqual([200, 503])
    for (const path of ['/atom.xml', '/search?q=post']) expect(await status(path)).toBe(503)
    expect(await read(first)).toContain('The site is starting')
    process.kill(pid, 'SIGCONT')
    await expect.poll(() => status(first), { timeout: 90_000 }).toBe(200)
    await shows('/', 'Post 99')
  })

  test('a post appears when its date has come', async () => {
    const soon = new Date(Date.now() + 15_000).toISOString()
    await write('blog/soon.md', `---\ntitle: Soon\ndate: ${soon}\n---\nWords.`)
    site = await startSite({ CONTENT_DIR: contentDir })
    expect(await read('/blog')).not.toContain('Soon')
    await shows('/blog', 'Soon')
  })
})

/** The process that renders the content, which starts soon after the site. */
async function findContentProcess(sitePid: number): Promise<number> {
  const find = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args='])
    const line = stdout
      .split('\n')
      .find((one) => one.includes('content-process') && one.includes(` ${sitePid} `))
    return Number(line?.trim().split(/\s+/)[0] ?? 0)
  }
  await expect.poll(find, { timeout: 30_000, intervals: [50] }).toBeGreaterThan(0)
  return find()
}
