import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectClean } from './clean-page.ts'
import { addAuthenticator, findClaimLink, type OwnSite, startOwnSite } from './own-site.ts'
import { addPrinter, expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'
import { writeFiles } from './write-files.ts'

/* Promises to the owner about site.yaml, on one site, in this order. */

const starter = `# Mine.
# title: Your name
# profiles:
#   - label: Mastodon

language: en # of what I write
`

let folder = ''
let own: OwnSite
let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> = []
const file = () => join(folder, 'site.yaml')
const readSettings = () => readFile(file(), 'utf8')

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-'))
  await writeFiles(folder, {
    'site.yaml': starter,
    'blog/2026/02/01/0.md': '---\ntitle: First\n---\n\nI print.\n',
  })
  own = await startOwnSite({ CONTENT_DIR: folder })
})
test.afterAll(async () => {
  await own.stop()
  await rm(folder, { recursive: true, force: true })
})
test.beforeEach(async ({ context }) => {
  await context.addCookies(cookies)
})

const open = (page: Page, path = 'settings') => page.goto(`${own.origin}/admin/${path}`)
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click()
const said = (page: Page, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeInViewport()
const alert = (page: Page, text: string | RegExp) =>
  page.getByRole('alert').filter({ hasText: text })

test('the first step after the claim is my name and links, in the words of site.yaml', async ({
  page,
  context,
}) => {
  await page.goto(await findClaimLink(own))
  await expect(page.getByRole('heading', { name: 'The site is yours' })).toBeVisible()
  cookies = await context.cookies()
  await page.getByLabel('Your name, or the site’s').fill('Ada’s workshop')
  await page.getByRole('button', { name: 'Add a profile' }).click()
  await expect(page.getByLabel('Name of profile 1')).toBeFocused()
  await page.getByLabel('Name of profile 1').fill('Code')
  await page.getByLabel('Address of profile 1').fill('code.example')
  await save(page)
  await expect(alert(page, 'write https://code.example')).toBeVisible()
  await expect(page.getByLabel('Address of profile 1')).toBeFocused()
  expect(await readSettings()).toBe(starter)
  await page.getByLabel('Address of profile 1').fill('https://code.example')
  await save(page)
  await said(page, 'Saved: title, profiles.')
  await expect(page.getByRole('banner').getByRole('link', { name: 'Ada’s workshop' })).toBeVisible()
  await expect(page.getByText('Ada’s workshop. Settings has the rest.')).toBeFocused()
  expect(await readSettings()).toBe(
    starter
      .replace('Your name\n', 'Your name\ntitle: Ada’s workshop\n')
      .replace(
        'Mastodon\n',
        'Mastodon\nprofiles:\n  - label: Code\n    url: https://code.example\n',
      ),
  )
  await expect
    .poll(async () => (await fetch(own.url)).text())
    .toContain('<title>Ada’s workshop</title>')
  // The next step doesn't depend on it.
  await page.getByLabel('Name of the printer').fill('Maker Select')
  await page.getByRole('button', { name: 'Add the printer' }).click()
  await said(page, '“Maker Select” was added.')

  // The last step is done as soon as there is a passkey. Until then the printers' page offers it, too.
  await open(page, 'printers')
  await expect(page.getByRole('link', { name: 'Add a passkey now.' })).toBeVisible()
  await open(page, 'start')
  await addAuthenticator(context, page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await said(page, 'was added')
  await expect(page.getByText('You have one.')).toBeFocused()
  await open(page, 'printers')
  await expect(page.getByRole('heading', { name: 'Another printer' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Add a passkey now.' })).toHaveCount(0)
})

test('a wrong setting is explained next to its field and stays typed, a right one is saved', async ({
  page,
}) => {
  await open(page)
  await page.getByLabel('Tagline').fill('I print')
  await page.getByLabel('Time zone').fill('Berlin')
  await save(page)
  const zone = page.getByLabel('Time zone')
  await expect(zone).toBeFocused()
  await expect(zone).toHaveAccessibleDescription(/did you mean Europe\/Berlin\?/)
  await expect(page.getByLabel('Tagline')).toHaveValue('I print')
  expect(await readSettings()).not.toContain('I print')
  await zone.fill('Europe/Berlin')
  await page.getByLabel('Hours').selectOption('2:30 pm')
  await page.getByRole('button', { name: 'Remove profile 1' }).click()
  await save(page)
  await said(page, 'Saved: profiles, tagline, time_zone, hour_format.')
  expect(await readSettings()).toMatch(/tagline: I print\n(.|\n)*language: en # of what I write\n/)
  await save(page)
  await said(page, 'Nothing was changed.')
  await open(page, 'security')
  await expect(
    page.getByText('The settings were changed: profiles, tagline, time_zone, hour_format.'),
  ).toHaveCount(1)
})

test('a file that has changed since is not overwritten: what I typed stays, and I can load the rest', async ({
  page,
}) => {
  await open(page)
  await page.getByLabel('Description').fill('About printing.')
  const changed = (await readSettings()).replace('I print', 'By hand')
  await writeFile(file(), changed)
  await save(page)
  await expect(alert(page, 'has changed since you opened it')).toBeVisible()
  expect(await readSettings()).toBe(changed)
  await page.getByRole('button', { name: 'Load the new state' }).click()
  await said(page, 'What you typed is kept.')
  await expect(page.getByLabel('Tagline')).toHaveValue('By hand')
  await expect(page.getByLabel('Description')).toHaveValue('About printing.')
  await save(page)
  await said(page, 'Saved: description.')
  expect(await readSettings()).toContain('By hand')
})

test('colours are seen on my pages before they are saved, and what can’t be read is named', async ({
  page,
}) => {
  const printer = await addPrinter(own, 'Second')
  await report(printer, printing, await takePicture(1))
  await open(page, 'settings/look')
  const frame = page.frameLocator('iframe')
  const expectBackground = (colour: string | RegExp) =>
    expect(frame.locator('body')).toHaveCSS('background-color', colour)
  await expect(frame.getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByLabel('Background', { exact: true }).fill('#fdf6e3')
  await expectBackground('rgb(253, 246, 227)')
  await page.getByLabel('Accent', { exact: true }).fill('#f80')
  await expect(
    alert(page, /theme.accent #ff8800 and paper #fdf6e3 have a contrast of 2\.\d+:1/),
  ).toBeVisible()
  for (const name of ['A post', 'Live']) {
    await page.getByRole('button', { name }).click()
    await expectBackground('rgb(253, 246, 227)')
  }
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await expectBackground(/rgb\(\d{1,2}, \d{1,2}, \d{1,2}\)/)
  // Nobody else sees it.
  expect(await (await fetch(own.url)).text()).not.toContain('fdf6e3')
  await page.getByLabel('Accent', { exact: true }).fill('#0057b8')
  await save(page)
  await said(page, 'Saved: theme.paper, theme.accent.')
  // The message doesn't cover the choices, which stay in view.
  await page.getByRole('button', { name: 'Home', exact: true }).click({ timeout: 3_000 })
  expect(await readSettings()).toContain('theme:\n  paper: "#fdf6e3"\n  accent: "#0057b8"\n')
  await expect.poll(async () => (await fetch(own.url)).text()).toContain('fdf6e3')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the settings, ${colorScheme}`, async ({ page }, { project }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const path of ['settings', 'settings/look', 'start', 'printers']) {
      await open(page, path)
      if (path.endsWith('look')) await page.getByText('The dark theme').click()
      await expectClean(page, `${path.replace('/', '-')}-${colorScheme}-${project.name}`)
    }
  })

test('a file with a fault is shown as text, with line and remedy', async ({ page }) => {
  const text = await readSettings()
  await writeFile(file(), text.replace('tagline:', 'tagine:'))
  await open(page)
  await expect(page.getByText(/tagine is unknown; did you mean tagline\?/)).toBeVisible()
  await expectClean(page, 'settings-fault')
  await page.getByLabel('site.yaml').fill('title: Ada: a story')
  await page.getByRole('button', { name: 'Save the text' }).click()
  await expect(alert(page, 'Line 1')).toBeVisible()
  await page.getByLabel('site.yaml').fill(text)
  await page.getByRole('button', { name: 'Save the text' }).click()
  await expect(page.getByLabel('Tagline')).toHaveValue('By hand')
  expect(await readSettings()).toBe(text)
})

test('where the site can’t write, the form makes the text to put there', async ({ page }) => {
  await rm(file())
  // Root can write everywhere else.
  await symlink('/dev/null', file())
  await open(page)
  await expect(page.getByText('The site can’t write into')).toBeVisible()
  await page.getByLabel('Title').fill('Ada')
  await page.getByRole('button', { name: 'Show the text for site.yaml' }).click()
  await expect(page.getByRole('heading', { name: 'Put this into site.yaml' })).toBeFocused()
  await expect(page.locator('pre')).toHaveText('title: Ada\n')
  await expectClean(page, 'settings-read-only')
})
