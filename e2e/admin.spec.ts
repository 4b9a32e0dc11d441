import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../testing/free-port.ts'
import {
  addAuthenticator,
  addPasskey,
  atSecurity,
  claim,
  findClaimLink,
  startOwnSite,
  test,
} from './own-site.ts'
import { expect } from './site.ts'

/* Promises to the owner about claiming the site and signing in. */

test('the link of the start makes the site mine, and nobody else can claim it afterwards', async ({
  page,
  own,
  browser,
}) => {
  const file = join(own.dataDir, 'claim-link')
  const link = await findClaimLink(own)
  expect((await readFile(file, 'utf8')).trim()).toBe(link)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(own.log.filter((line) => line.includes('/admin/claim#'))).toHaveLength(1)

  const addresses: string[] = []
  page.on('framenavigated', (frame) => addresses.push(frame.url()))
  page.on('request', (request) => addresses.push(request.url()))
  await page.goto(link)
  await atSecurity(page)
  await expect(page.getByText('Add a passkey now.')).toBeVisible()
  const secret = link.split('#')[1] ?? ''
  await page.goBack().catch(() => null)
  expect(page.url()).not.toContain(secret)
  expect(
    addresses.filter((each) => each.includes(`?${secret}`) || each.includes(`/${secret}`)),
  ).toEqual([])

  await expect.poll(() => existsSync(file)).toBe(false)
  const stranger = await (await browser.newContext()).newPage()
  const answer = await stranger.goto(link)
  expect(answer?.status()).toBe(404)
  await expect(stranger.getByRole('heading', { name: 'Page not found' })).toBeVisible()
  const headers = { origin: own.origin, 'content-type': 'application/json' }
  const again = await fetch(`${own.origin}/admin/api/claim`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ token: secret }),
  })
  expect(again.status).toBe(404)
})

test('no visitor has a cookie, and the public pages are the same for the owner', async ({
  page,
  own,
}) => {
  const before = await (await fetch(own.origin)).text()
  await claim(page, own)
  const [cookie, ...more] = await page.context().cookies()
  expect(more).toEqual([])
  expect(cookie).toMatchObject({ path: '/admin', httpOnly: true, sameSite: 'Strict' })
  const sent = page.waitForRequest(`${own.origin}/`)
  const answer = await page.goto(own.origin)
  expect(await (await sent).headerValue('cookie')).toBeNull()
  expect(await answer?.text()).toBe(before)
})

test('a passkey signs me in again; its name and its last use are shown, and it can be removed', async ({
  page,
  own,
}) => {
  await addAuthenticator(page.context(), page)
  await claim(page, own)
  await addPasskey(page, 'My phone')
  await expect(page.getByText('Add a passkey now.')).toHaveCount(0)
  await expect(page.getByText('Not used to sign in yet')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await atSecurity(page)
  await expect(page.getByText(/^Last used /)).toBeVisible()

  await page.getByRole('button', { name: 'Rename My phone' }).click()
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await expect(name).toBeFocused()
  await name.fill(' ')
  await name.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: '1 to 60 characters' })).toBeVisible()
  await name.fill('Old phone')
  await name.press('Enter')
  await expect(page.getByRole('button', { name: 'Rename Old phone' })).toBeFocused()

  await page.getByRole('button', { name: 'Remove Old phone' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove “Old phone”?' })
  await expect(dialog).toContainText('your only passkey')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Remove Old phone' })).toBeFocused()
  await page.getByRole('button', { name: 'Remove Old phone' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('heading', { name: 'Old phone' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeFocused()
  for (const sentence of [
    'The site was claimed.',
    'The passkey “My phone” was added.',
    'Signed out.',
    'Signed in with “My phone”.',
    'A passkey was renamed to “Old phone”.',
    'The passkey “Old phone” was removed.',
  ])
    await expect(page.getByRole('listitem').filter({ hasText: sentence })).toHaveCount(1)
})

test('a passkey that isn’t mine, or is there already, is not accepted, and the page says so', async ({
  page,
  own,
}) => {
  const device = await addAuthenticator(page.context(), page)
  await claim(page, own)
  await addPasskey(page, 'My phone')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(
    page.getByRole('alert').filter({ hasText: 'a passkey for this site already' }),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await device.setVerified(false)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Try again' })).toBeVisible()
})

test('who has lost everything signs in with a link from the server, once', async ({
  browser,
  page,
  own,
}) => {
  await claim(page, own)
  const link = (await own.admin('link')).trim()
  expect(link).toMatch(new RegExp(`^${own.origin}/admin/sign-in#[\\w-]{43}$`))
  const other = await (await browser.newContext()).newPage()
  await other.goto(`${own.origin}/admin/security`)
  await expect(other.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await other.getByLabel('Link', { exact: true }).fill(link)
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await atSecurity(other)

  const third = await (await browser.newContext()).newPage()
  await third.goto(link)
  await expect(third.getByRole('alert').filter({ hasText: 'This link doesn’t work' })).toBeVisible()
  // Pasted into the address bar of a page that is open.
  const next = (await own.admin('link')).trim()
  await third.evaluate((address) => location.assign(address), next)
  await atSecurity(third)

  await page.reload()
  await expect(
    page.getByRole('button', { name: /^Sign out (Chrome|Safari|A browser|Another)/ }),
  ).toHaveCount(2)
  await page
    .getByRole('button', { name: /^Sign out (Chrome|Safari|A browser|Another)/ })
    .first()
    .click()
  await expect(page.getByRole('status').filter({ hasText: 'was signed out' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  for (const each of [page, other, third]) {
    await each.goto(`${own.origin}/admin/security`)
    await expect(each.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  }
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('a form takes the link, and another one signs out', async ({ page, own }) => {
    const link = await findClaimLink(own)
    await page.goto(`${own.origin}/admin`)
    await page.getByLabel('Link', { exact: true }).fill('nonsense')
    await page.getByRole('button', { name: 'Claim this site' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'not a complete link' })).toBeVisible()
    await page.getByLabel('Link', { exact: true }).fill(link)
    await page.getByRole('button', { name: 'Claim this site' }).click()
    await atSecurity(page)
    await expect(page.getByText('The site was claimed.')).toBeVisible()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  })
})

test('wrong tries are limited, but neither the right link nor a session is', async ({
  page,
  own,
}) => {
  const link = await findClaimLink(own)
  const send = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${own.origin}/admin/api/${path}`, {
      method: 'POST',
      headers: { origin: own.origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const statuses: number[] = []
  for (let count = 0; count < 12; count += 1)
    statuses.push((await send('claim', { token: 'x'.repeat(43) })).status)
  expect(statuses).toEqual([...Array(10).fill(403), 429, 429])
  await page.goto(link)
  await atSecurity(page)
  await page.reload()
  await atSecurity(page)

  const cookie = (await page.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join()
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])
    expect((await send('sign-out', {}, { cookie, ...headers })).status).toBe(403)
  await page.reload()
  await atSecurity(page)
})

test('where the address of the site has changed, its log and the page say what to do', async ({
  page,
}) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'moved-'))
  const before = await startOwnSite({ DATA_DIR: dataDir })
  await addAuthenticator(page.context(), page)
  await claim(page, before)
  await addPasskey(page, 'My phone')
  await before.stop()
  const port = await findFreePort()
  const moved = await startOwnSite({
    DATA_DIR: dataDir,
    PORT: String(port),
    SITE_URL: `http://127.0.0.1:${port}`,
  })
  try {
    await expect.poll(() => moved.log.join('\n')).toContain('run: npm run admin -- link')
    await page.goto(`${moved.origin}/admin`)
    await expect(page.getByText('The address of this site has changed.')).toBeVisible()
    await expect(page.getByText('localhost')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0)
    await page.goto((await moved.admin('link')).trim())
    await atSecurity(page)
    await expect(page.getByText('Works only at localhost.')).toBeVisible()
  } finally {
    await moved.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
})

test('on plain HTTP the page says why there are no passkeys, and a link signs in for a day', async ({
  playwright,
  launchOptions,
}) => {
  const port = await findFreePort()
  const own = await startOwnSite({ PORT: String(port), SITE_URL: `http://printer.test:${port}` })
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP printer.test 127.0.0.1'],
  })
  try {
    const page = await browser.newPage()
    await claim(page, own)
    await expect(page.getByText('without it browsers make no passkeys')).toBeVisible()
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ secure: false, path: '/admin' })
    const { sessions } = await page.evaluate(async () =>
      (await fetch('/admin/api/security')).json(),
    )
    const hours = (Date.parse(sessions[0].expires_at) - Date.parse(sessions[0].created_at)) / 36e5
    expect(hours).toBe(24)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByText('so browsers offer no passkeys here.')).toBeVisible()
  } finally {
    await browser.close()
    await own.stop()
  }
})
