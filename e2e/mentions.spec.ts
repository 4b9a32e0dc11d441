import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { mf2 } from 'microformats-parser'
import { expectClean } from './clean-page.ts'
import { tabTo } from './keyboard.ts'
import { claim, type OwnSite, startOwnSite } from './own-site.ts'
import { addPrinter, expect, type Printer, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Other people's sites mention pages of this one. */

test.describe.configure({ mode: 'default' })

let others: Server
let other = ''
let site: OwnSite
let printer: Printer
const pages = new Map<string, string>()
const post = '/2021/02/07/0/grafana-debugging'

test.beforeAll(async () => {
  const photo = await takePicture(7)
  others = createServer((request, response) => {
    if (request.url === '/ann.jpg') {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photo)
      return
    }
    const page = pages.get(request.url ?? '')
    response.writeHead(page === undefined ? 410 : 200, { 'content-type': 'text/html' }).end(page)
  }).listen(0, '127.0.0.1')
  await once(others, 'listening')
  other = `http://127.0.0.1:${(others.address() as AddressInfo).port}`
  site = await startOwnSite({ HOME_HOSTS: new URL(other).host })
  printer = await addPrinter(site, 'Maker Select')
  await report(printer, printing, await takePicture(1))
  // Until the content was read, a mention of it is asked to come later.
  await expect.poll(async () => (await fetch(site.origin + post)).status).toBe(200)
})
test.afterAll(async () => {
  await site.stop()
  others.close()
})

function write(path: string, target: string, inside: string, author = 'Ann Example'): string {
  const link = inside.replace('TARGET', `${site.origin}${target}`)
  pages.set(
    path,
    `<div class="h-entry"><div class="p-author h-card"><a class="p-name u-url" href="https://ann.example/">${author}</a>${author.startsWith('Ann') ? '<img class="u-photo" src="/ann.jpg" alt="">' : ''}</div>${link}</div>`,
  )
  return `${other}${path}`
}

const send = (source: string, target: string, accept = '*/*') =>
  fetch(`${site.origin}/webmention`, {
    method: 'POST',
    body: new URLSearchParams({ source, target }),
    headers: { accept },
    redirect: 'manual',
  })

const listStates = async () => await site.mentions('list')

test('a page names the endpoint where senders look first, and it refuses what is no mention', async () => {
  for (const path of ['/', post, '/projects/infrastructure', `/printers/${printer.id}`]) {
    const answer = await fetch(site.origin + path)
    expect(answer.headers.get('link')).toContain('</webmention>; rel="webmention"')
    expect(await answer.text()).toContain('<link href="/webmention" rel="webmention"/>')
  }
  const target = site.origin + post
  for (const [source, to, sentence] of [
    ['ann', target, /source is not a URL/],
    [`${other}/1`, 'post', /target is not a URL/],
    ['ann', 'post', /source is not a URL/],
    [target, target, /same page/],
    [`${other}/1`, `${site.origin}/search`, /no page of this site/],
    [`${other}/1`, `${site.origin}/printers/999`, /no page of this site/],
  ] as const) {
    const answer = await send(source, to)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(sentence)
  }
  expect(await listStates()).toBe('None.\n')
})

test('what is accepted is shown on every kind of page, and is gone when its source is', async ({
  page,
}) => {
  const printerPath = `/printers/${printer.id}`
  const sources = [
    write('/like', post, '<a class="u-like-of" href="TARGET">x</a>'),
    write(
      '/reply',
      post,
      '<a class="u-in-reply-to" href="TARGET">x</a><p class="e-content">I had the same: <script>document.title="hacked"</script>the clock was wrong.</p><time class="dt-published" datetime="2026-11-20T10:00:00Z"></time>',
      'Ben Example',
    ),
    write('/repost', printerPath, '<a class="u-repost-of" href="TARGET">x</a>', 'Cid Example'),
  ]
  const answers = [
    await send(sources[0] ?? '', site.origin + post),
    await send(sources[1] ?? '', site.origin + post),
    await send(sources[2] ?? '', site.origin + printerPath),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  const status = answers[1]?.headers.get('location') ?? ''
  await expect.poll(async () => (await fetch(status)).text()).toContain('links here')
  await page.goto(site.origin + post)
  await expect(page.getByText('the clock was wrong')).toHaveCount(0)

  await expect.poll(async () => (await listStates()).match(/^\d+ pending/gm)).toHaveLength(3)
  await moderate(page)
  await expect
    .poll(async () => (await fetch(site.origin + post)).text())
    .toContain('the clock was wrong')
  await page.goto(site.origin + post)
  await expect(page.getByText('I had the same: the clock was wrong.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Liked by' })).toBeVisible()
  expect(await page.title()).not.toContain('hacked')
  // Her photo comes from this site, whenever it has come to it.
  const photo = page.getByRole('listitem').filter({ hasText: 'Ann Example' }).locator('img')
  await expect(async () => {
    await page.reload()
    await expect(photo).toHaveAttribute('src', /^\/media\/[0-9a-f]{64}\/96\.webp$/, { timeout: 1 })
  }).toPass()
  await photo.scrollIntoViewIfNeeded()
  await expect(photo).toHaveJSProperty('naturalWidth', 96)
  await expectClean(page, 'mentions-post')
  const { items } = mf2(await page.content(), { baseUrl: site.origin })
  const [entry] = items.filter(({ type }) => type?.includes('h-entry'))
  expect(entry?.properties.comment).toMatchObject([
    { type: ['h-cite'], properties: { content: ['I had the same: the clock was wrong.'] } },
  ])
  expect(entry?.properties.like).toMatchObject([{ type: ['h-cite'] }])
  await page.goto(site.origin + printerPath)
  await expect(page.getByRole('heading', { name: 'Reposted by' })).toBeVisible()
  await expectClean(page, 'mentions-printer')

  pages.delete('/reply')
  await send(sources[1] ?? '', site.origin + post)
  await expect
    .poll(async () => (await fetch(site.origin + post)).text())
    .not.toContain('the clock was wrong')
})

/** The owner accepts all three, one of them with the keyboard. */
async function moderate(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 })
  await claim(page, site)
  await page.getByRole('link', { name: 'Overview', exact: true }).click()
  await page.getByRole('link', { name: '3 mentions wait for you.' }).click()
  await expect(page.getByText('I had the same: the clock was wrong.')).toBeVisible()
  await expectClean(page, 'mentions-admin')
  const said = (text: RegExp) => expect(page.getByRole('status').filter({ hasText: text }))
  // It shows what the site has stored.
  await page.getByLabel('Accept known sites at once').click()
  await said(/known sites wait for you/).toBeVisible()
  await expect(page.getByLabel('Accept known sites at once')).not.toBeChecked()
  await page.getByLabel('Domain or author').fill('no domain')
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(page.getByText('neither a domain')).toBeVisible()
  await page.getByLabel('Domain or author').fill('spam.example')
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await said(/spam.example is blocked/).toBeVisible()
  await page.getByRole('button', { name: 'Unblock spam.example' }).click()
  await said(/spam.example is allowed again/).toBeVisible()
  const accept = 'Accept the mention of'
  await tabTo(page, 'button', `${accept} Cid Example`)
  await page.keyboard.press('Enter')
  await said(/of Cid Example is shown/).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Waiting' })).toBeFocused()
  for (const name of ['Ben Example', 'Ann Example']) {
    await page.getByRole('button', { name: `${accept} ${name}` }).click()
    await said(new RegExp(`of ${name} is shown`)).toBeVisible()
  }
  await expect(page.getByText('Nothing waits for you.')).toBeVisible()
  await page.getByRole('link', { name: 'Security', exact: true }).click()
  await expect(page.getByText(/Webmention \d+ was accepted\./)).toHaveCount(3)
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })
  test('a visitor whose site sends nothing uses the form', async ({ page }) => {
    const source = write('/form', post, '<a class="u-bookmark-of" href="TARGET">x</a>')
    await page.goto(site.origin + post)
    await page.getByLabel('Its address').fill(source)
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByRole('heading', { name: 'Received' })).toBeVisible()
    await page.getByRole('link', { name: 'Back to the page' }).click()
    await expect(page).toHaveURL(site.origin + post)
  })
})
