import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expectClean } from './clean-page.ts'
import { claim, startOwnSite, test } from './own-site.ts'
import { addPrinter, expect, type Printer } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to the owner about the overview, backups, and what tokens may do. */

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const node = join(root, 'node_modules/.bin/node')

const refuse = (printer: Printer, headers: Record<string, string>) =>
  fetch(printer.api, { method: 'PATCH', headers, body: new FormData() })

for (const colorScheme of ['light', 'dark'] as const)
  test(`the overview says how everything is, by itself, and makes a backup, ${colorScheme}`, async ({
    page,
    own,
  }, { project }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const printer = await addPrinter(own, 'Maker Select')
    const source = '{"backend": "octoprint 1.11.8", "snapper": "1.0.0"}'
    await report(printer, { ...printing, source }, await takePicture(1))
    await refuse(printer, { authorization: 'Bearer no', 'user-agent': 'curl/8' })
    // What the doctor sends to check the credentials.
    await refuse(printer, {
      authorization: `Bearer ${printer.token}`,
      'user-agent': 'paparazza-snapper/1.0.0',
    })
    await claim(page, own)
    await page.getByRole('link', { name: 'Overview', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
    const concerns = page.getByRole('region', { name: 'What needs you' })
    await expect(concerns.getByText('No backup is known.')).toBeVisible()
    await expect(page.getByText('snapper 1.0.0, octoprint 1.11.8')).toBeVisible()
    await expect(
      page.getByText(/^This user and password, or this token, are wrong/).first(),
    ).toBeVisible()
    await expect(page.getByText('no known field')).toHaveCount(0)
    await expect(page.getByText(/^Version \d/)).toBeVisible()
    await expectClean(page, `overview-${colorScheme}-${project.name}`)
    await page.getByText('What changed: ').click()
    await expectClean(page, `overview-changes-${colorScheme}-${project.name}`)

    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download a backup' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/^localhost-\d{4}-\d\d-\d\d\.tar$/)
    const file = await download.path()
    // By itself, without loading the page again, and before the next of its usual requests.
    await expect(page.getByText('The backup was downloaded.')).toBeVisible()
    await expect(concerns.getByText('No backup is known.')).toHaveCount(0)
    const dataDir = await mkdtemp(join(tmpdir(), 'restored-'))
    try {
      const env = { ...process.env, DATA_DIR: dataDir }
      const { stdout } = await run(node, ['cli/backup/restore.ts', '--from', file], {
        cwd: root,
        env,
      })
      expect(stdout).toContain('restored 1 printer, 1 snapshot, 1 picture')
    } finally {
      await rm(dataDir, { recursive: true })
    }
    await page.getByRole('link', { name: 'Security', exact: true }).click()
    await expect(page.getByText('A backup was downloaded.')).toBeVisible()
  })

test('a fault in the content is named with its place, until it is mended', async ({ page }) => {
  const contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  const settings = join(contentDir, 'site.yaml')
  await writeFile(settings, 'title: Mine\ntime_zone: Berlin\n')
  const own = await startOwnSite({ CONTENT_DIR: contentDir })
  try {
    await claim(page, own)
    await page.goto(`${own.origin}/admin`)
    await expect(page.getByText('There is no printer yet.')).toBeVisible()
    const fault = page.getByRole('listitem').filter({ hasText: 'site.yaml:2' })
    await expect(fault).toContainText('did you mean Europe/Berlin?', { timeout: 45_000 })
    await expect(page.getByText('The content has 1 fault.')).toBeVisible()
    await writeFile(settings, 'title: Mine\ntime_zone: Europe/Berlin\n')
    await expect(page.getByText('No faults.')).toBeVisible({ timeout: 45_000 })
  } finally {
    await own.stop()
    await rm(contentDir, { recursive: true })
  }
})

test('a token reads what is private or reports, never both, and the settings of a printer hold', async ({
  page,
  own,
}) => {
  const printer = await addPrinter(own, 'Maker Select')
  const other = await addPrinter(own, 'Garage')
  await report(printer, { ...printing, interval_seconds: 600 })
  await claim(page, own)
  await page.getByRole('link', { name: 'Printers', exact: true }).click()
  const section = page.locator('section').filter({ hasText: 'Tokens of Maker Select' })

  await section.getByText('Name, what is public, source').click()
  await section.getByLabel('Temperatures are public').uncheck()
  await section.getByLabel(/^Shown instead/).fill('a present')
  const source = section.getByLabel(/^Another site/)
  await source.fill('http://192.168.1.4/api/3dprinter/1/')
  await section.getByRole('button', { name: 'Save' }).click()
  await expect(section.getByRole('alert').filter({ hasText: 'not a public address' })).toBeVisible()
  await expect(source).toHaveValue('http://192.168.1.4/api/3dprinter/1/')
  expect((await (await fetch(printer.api)).json()).temperatures).not.toBeNull()
  await source.fill('')
  await section.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'were saved' })).toBeVisible()

  await section.getByLabel(/^Name of the new token/).fill('Home Assistant')
  await section.getByLabel('It may').selectOption('read what is private')
  await section.getByRole('button', { name: 'Make a token' }).click()
  const command = (await section.locator('pre').textContent()) ?? ''
  const reader = { ...printer, token: /ppz_[\w-]+/.exec(command)?.[0] ?? '' }
  const read = (token: string, path = 'private') =>
    fetch(printer.api + path, { headers: { authorization: `Bearer ${token}` } })
  expect(await (await read(reader.token)).json()).toMatchObject({
    status: printing.status,
    job: { name: 'benchy.gcode' },
    temperatures: { tool0: { actual: 214.8 } },
  })
  await expect(report(reader, printing)).rejects.toThrow('403')
  expect((await read(printer.token)).status).toBe(403)
  expect((await read('ppz_no')).status).toBe(401)
  expect(await (await read(reader.token, '')).json()).toMatchObject({ temperatures: null })

  await page.getByRole('button', { name: 'Down with Maker Select' }).click()
  await expect(page.getByRole('status').filter({ hasText: '“Garage” is the first' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Up with Maker Select' })).toBeFocused()
  await expect
    .poll(async () =>
      (await (await fetch(`${own.url}/api/3dprinter/`)).json()).map(({ id }: { id: number }) => id),
    )
    .toEqual([other.id, printer.id])
  expect(await own.printers('tokens', '1')).toMatch(/read-private +Home Assistant .* last used/)
})
