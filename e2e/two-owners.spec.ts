import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addPrinter, expect, type Site, startSite, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'
import { writeFiles } from './write-files.ts'

/* One build is anybody's site: nothing of an owner is in it. */

/** From the `content/site.yaml` of this repository, with which the site was built. */
const example = /robin|okafor|social\.example|example\/site|small server|Los_Angeles|\bP[SD]T\b/i

const ada = `title: Ada’s workshop
tagline: Wheels and engines
author: {name: Ada Byron, bio: I compute.}
profiles: [{label: Letters, url: "https://letters.example/ada"}]
time_zone: Europe/Berlin
temperature_unit: F
hour_format: 12
edit_url: https://edit.example/ada/
`
const kaito = `title: 海斗の部屋
author: {name: 海斗}
language: ja
time_zone: Asia/Tokyo
`

const post = '---\ntitle: A post\ndate: 2026-03-04 14:30:00+01:00\ntags: [lathe]\n---\n\nWords.\n'
const project = '---\ntitle: A project\nfeatured: true\n---\n\nWords.\n'
const about = '---\ntitle: About\n---\n\nWords.\n'

const paths = [
  ...['/', '/blog', '/blog/2026', '/2026/03/04/0/post', '/tags', '/tags/lathe', '/projects'],
  ...['/projects/project', '/about', '/search', '/search?q=words', '/nothing/here', '/admin'],
  ...['/printers', '/printers/1', '/printers/1/archive', '/printers/1/prints'],
  ...['/printers/1/prints/1', '/printers/1/readings?span=day', '/printers/1/share'],
  ...['/printers/1/embed', '/printers/1/present', '/printers/1.txt', '/printers/1/card.svg'],
  ...['/printers/1/prints/atom.xml', '/printers/1/prints/feed.json', '/printers/9'],
  ...['/atom.xml', '/rss.xml', '/feed.json', '/sitemap.xml', '/robots.txt', '/humans.txt'],
  ...['/manifest.webmanifest', '/opensearch.xml', '/speculation.json', '/client.js'],
  ...['/api/openapi.json', '/api/3dprinter/1/', '/icon.svg', '/api/nothing'],
]

async function startFor(settings: string): Promise<{ site: Site; stop(): Promise<void> }> {
  const contentDir = await mkdtemp(join(tmpdir(), 'owner-'))
  await writeFiles(contentDir, {
    'site.yaml': settings,
    'blog/post.md': post,
    'projects/project.md': project,
    'pages/about.md': about,
  })
  const site = await startSite({ CONTENT_DIR: contentDir, SITE_URL: 'https://owner.test' })
  const printer = await addPrinter(site, 'Lathe')
  await site.printers('set', String(printer.id), '--publish-prints', 'automatic')
  await report(printer, printing, await takePicture(1))
  await report(printer, { ...printing, status: 'Done', state: 'finished', progress: 100 })
  const getStatus = async () => (await fetch(`${site.url}/2026/03/04/0/post`)).status
  await expect.poll(getStatus, { timeout: 60_000 }).toBe(200)
  const stop = async () => {
    await site.stop()
    const cacheDir = join('.cache/content', contentDir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
    for (const path of [contentDir, cacheDir]) await rm(path, { recursive: true, force: true })
  }
  return { site, stop }
}

/** What the site sends, by path, with every script and style that its pages load. */
async function fetchAll(site: Site): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const path of paths) {
    const response = await fetch(site.url + path, { headers: { accept: '*/*' } })
    expect(response.status, path).toBeLessThan(500)
    texts.set(path, `${await response.text()}${response.headers.get('link') ?? ''}`)
  }
  const loaded = [...texts.values()].flatMap(
    (text) => text.match(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g) ?? [],
  )
  for (const path of new Set(loaded)) texts.set(path, await (await fetch(site.url + path)).text())
  return texts
}

const isOwn = (path: string) => !/^\/(?:_next|client|api\/openapi|icon)/.test(path)

test('two owners’ sites from one build have nothing of the example’s or of each other', async () => {
  test.slow()
  const [first, second] = await Promise.all([startFor(ada), startFor(kaito)])
  try {
    const [adas, kaitos] = [await fetchAll(first.site), await fetchAll(second.site)]
    expect([...adas.keys()].filter((path) => path.endsWith('.js')).length).toBeGreaterThan(5)
    for (const [path, text] of adas) {
      expect(example.exec(text)?.[0], path).toBeUndefined()
      expect(text, path).not.toContain('海斗')
    }
    for (const [path, text] of kaitos) {
      expect(example.exec(text)?.[0], path).toBeUndefined()
      if (path !== '/') expect(/Ada\b|Byron|letters\.example/.exec(text)?.[0], path).toBeUndefined()
    }
    for (const path of [
      '/',
      '/2026/03/04/0/post',
      '/printers/1',
      '/manifest.webmanifest',
      '/atom.xml',
    ])
      expect([adas.get(path), kaitos.get(path)], path).toEqual([
        expect.stringContaining('Ada’s workshop'),
        expect.stringContaining('海斗の部屋'),
      ])
    expect(adas.get('/humans.txt')).toContain('Letters: https://letters.example/ada')
  } finally {
    await Promise.all([first.stop(), second.stop()])
  }
})

test('°F and 12 hours are everywhere that people read, and the API’s JSON stays', async ({
  page,
}) => {
  test.slow()
  const { site, stop } = await startFor(ada)
  try {
    const texts = await fetchAll(site)
    for (const [path, text] of texts) {
      if (!isOwn(path) || path.startsWith('/api/')) continue
      expect(/°C|\d C\b/.exec(text)?.[0], path).toBeUndefined()
      // A time of 24 hours with its zone, or of 12 without its half of the day.
      expect(/\d:\d\d (?:CES?T|GMT\+\d|UTC)/.exec(text)?.[0], path).toBeUndefined()
    }
    const own = texts.get('/printers/1') ?? ''
    expect(own).toMatch(/\d:\d\d\u00a0[ap]m (?:CES?T|GMT\+\d)/)
    expect(own).toContain('418.6\u00a0°F')
    expect(texts.get('/printers/1.txt')).toContain('nozzle 418.6 of 419 F')
    expect(JSON.parse(texts.get('/api/3dprinter/1/') ?? '').temperatures.tool0.actual).toBe(214.8)
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    await page.goto(`${site.url}/printers/1`)
    await expect(page.getByText('418.6 °F').first()).toBeVisible()
    await expect(page).toHaveTitle(/Ada’s workshop$/)
    expect(errors.filter((text) => /hydrat|#4\d\d/i.test(text))).toEqual([])
  } finally {
    await stop()
  }
})
