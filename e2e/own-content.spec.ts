import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { mf2 } from 'microformats-parser'
import sharp from 'sharp'
import { printSomething } from './histories.ts'
import { addPrinter, expect, startSite, test } from './site.ts'
import { printing, report } from './snapper.ts'

/* Promises to an owner with their own content. */

const post = '/2021/02/07/0/grafana-debugging'
const seed = join(import.meta.dirname, '../../shared/seed/grafana-debugging.md')

test.describe('with the owner’s own content', () => {
  test.describe.configure({ mode: 'serial' })
  let contentDir = ''
  test.beforeEach(async () => {
    contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  })
  test.afterEach(async () => {
    const cacheDir = join('.cache/content', contentDir.replace(/[^A-Za-z0-9]+/g, '-').slice(1))
    for (const path of [contentDir, cacheDir]) await rm(path, { recursive: true, force: true })
  })
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(contentDir, file)), { recursive: true })
    await writeFile(join(contentDir, file), text)
  }

  test('a print in a post is a picture with its result, and follows the print', async ({
    page,
  }) => {
    const print = (number: number) => `![](/printers/1/prints/${number})`
    await write(
      'blog/2020/03/04/0.md',
      `---\ntitle: A boat\ndate: 2020-03-04\n---\n\nLook:\n\n${print(1)}\n\n${print(2)}\n`,
    )
    const site = await startSite({ CONTENT_DIR: contentDir })
    try {
      const printer = await addPrinter(site, 'Maker Select')
      await printSomething(printer, { frames: 2, job: 'boat.gcode' })
      await page.goto(`${site.url}/2020/03/04/0`)
      const card = page.getByRole('figure').filter({ hasText: 'Finished' })
      const picture = card.getByRole('img', { name: /3D printer/ })
      await expect
        .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBeGreaterThan(0)
      await expect(card.getByRole('link', { name: 'boat' })).toBeVisible()
      await expect(page.getByRole('link', { name: 'Print 2' })).toHaveAttribute(
        'href',
        '/printers/1/prints/2',
      )
      const feed = await (await fetch(`${site.url}/feed.json`)).json()
      expect(feed.items[0].content_html).toMatch(/<figure><img [^>]*src="http[^>]*>.*>boat<\/a>/)
      await report(printer, { ...printing, job_name: 'next.gcode' })
      await page.reload()
      await expect(page.getByRole('figure').filter({ hasText: 'Still printing' })).toBeVisible()
    } finally {
      await site.stop()
    }
  })

  test('removed posts are gone, moved ones redirect, a note has no name', async () => {
    await write('withdrawn.yaml', '- /2020/01/01/0/regretted\n')
    await write('redirects.yaml', '/old/path: /2020/03/04/0\n/away: https://elsewhere.example/\n')
    await write(
      'blog/2020/03/04/0.md',
      '---\ndate: 2020-03-04 23:30:00-08:00\n---\n\nOnly a note.\n',
    )
    await write(
      'blog/2020/03/05/0.md',
      '---\ndate: 2020-03-05\nin-reply-to: https://other.example/post\nsyndication: https://social.example/@robin/1\nlocation: Oakland\n---\n\nYes.\n',
    )
    const site = await startSite({ CONTENT_DIR: contentDir })
    try {
      const gone = await fetch(`${site.url}/2020/01/01/0/regretted`)
      expect(gone.status).toBe(410)
      expect(await gone.text()).toContain('Page removed')
      const moved = await fetch(`${site.url}/old/path`, { redirect: 'manual' })
      expect([moved.status, moved.headers.get('location')]).toEqual([308, '/2020/03/04/0'])
      const away = await fetch(`${site.url}/away`, { redirect: 'manual' })
      expect(away.headers.get('location')).toBe('https://elsewhere.example/')
      const baseUrl = `${site.url}/2020/03/04/0`
      const { items } = mf2(await (await fetch(baseUrl)).text(), { baseUrl })
      const note = items.find(({ type }) => type?.includes('h-entry'))
      expect(note?.properties).toHaveProperty('content')
      expect(note?.properties).not.toHaveProperty('name')
      const reply = mf2(await (await fetch(`${site.url}/2020/03/05/0`)).text(), { baseUrl })
      expect(reply.items.find(({ type }) => type?.includes('h-entry'))?.properties).toMatchObject({
        'in-reply-to': ['https://other.example/post'],
        syndication: ['https://social.example/@robin/1'],
        location: ['Oakland'],
      })
    } finally {
      await site.stop()
    }
  })

  test('a broken post doesn’t take the others down, and the owner learns of it', async () => {
    await write('blog/good.md', '---\ntitle: Good\ndate: 2020-03-04\n---\n\nWords.\n')
    await write('blog/bad.md', '---\ntitle: My: broken [title\n---\n\nx\n')
    const site = await startSite({ CONTENT_DIR: contentDir })
    try {
      const good = '/2020/03/04/0/good'
      for (const path of ['/', '/blog', '/atom.xml', '/sitemap.xml', good, '/api/health/ready'])
        expect((await fetch(site.url + path)).status, path).toBe(200)
      const health = await (await fetch(`${site.url}/api/health`)).json()
      expect(health).toMatchObject({ status: 'degraded', content: { errors: 1 } })
      const lines = site.log.filter((line) => line.includes('blog/bad.md:2: the front matter'))
      expect(lines).toHaveLength(1)
    } finally {
      await site.stop()
    }
  })

  test('a frame of another site loads by a click, in its place, without JavaScript', async ({
    browser,
  }) => {
    await write(
      'blog/0.md',
      '---\ndate: 2020-03-04\n---\n\n<iframe src="https://video.example/x" width="560" height="315"></iframe>\n',
    )
    const site = await startSite({ CONTENT_DIR: contentDir })
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    try {
      let requests = 0
      await page.route('https://video.example/**', async (route) => {
        requests++
        await route.fulfill({ body: '<p>The video</p>', contentType: 'text/html' })
      })
      await page.goto(`${site.url}/2020/03/04/0`)
      await expect(page.getByRole('contentinfo')).toContainText('servers until you load it.')
      const frame = page.frameLocator('iframe')
      expect(requests).toBe(0)
      await frame.getByRole('link', { name: 'Load the page from video.example' }).click()
      await expect(frame.getByText('The video')).toBeVisible()
      expect(requests).toBe(1)
    } finally {
      await context.close()
      await site.stop()
    }
  })

  test('a photograph opens large, shows all of itself, and Escape closes it', async ({ page }) => {
    await write('blog/0.md', '---\ndate: 2020-03-04\n---\n\n![A lamp](lamp.jpg)\n')
    const colour = { width: 800, height: 1600, channels: 3, background: '#c63' } as const
    await sharp({ create: colour }).jpeg().toFile(join(contentDir, 'blog/lamp.jpg'))
    const site = await startSite({ CONTENT_DIR: contentDir })
    try {
      await page.goto(`${site.url}/2020/03/04/0`)
      await page.locator('a.enlarge').first().click()
      const picture = page.getByRole('dialog').getByRole('img')
      await expect(picture).toBeInViewport({ ratio: 1 })
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
      await expect(page).toHaveURL(`${site.url}/2020/03/04/0`)
    } finally {
      await site.stop()
    }
  })

  test('the first post renders completely, byte for byte', async ({ page }) => {
    test.skip(!existsSync(seed), `${seed} isn't there`)
    const file = join(contentDir, 'blog/2021/02/07/0/grafana-debugging.md')
    await mkdir(dirname(file), { recursive: true })
    await copyFile(seed, file)
    const site = await startSite({ CONTENT_DIR: contentDir })
    try {
      const requested: string[] = []
      page.on('request', (request) => requested.push(request.url()))
      const answer = await page.goto(site.url + post)
      expect(answer?.status()).toBe(200)
      const figures = page.locator('.prose figure:has(img)')
      expect(await figures.count()).toBe(7)
      await expect(page.locator('.diagram svg')).toHaveCount(1)
      await expect(page.locator('pre.code').first()).toBeVisible()
      // Its pictures are on another server, which nothing is loaded from without a click.
      await page.waitForLoadState('networkidle')
      expect(
        requested.filter((url) => !url.startsWith(site.url) && !url.startsWith('data:')),
      ).toEqual([])
      await expect(page.locator('figure > a.third-party').first()).toHaveText(/^Picture from s3\./)
      await expect(page.getByRole('contentinfo')).toContainText('nothing from third-party servers.')
      expect(await page.locator('.prose').textContent()).not.toMatch(/```|\[\^|!\[/)
    } finally {
      await site.stop()
    }
  })
})
