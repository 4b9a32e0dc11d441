import type { Page } from '@playwright/test'
import { expectClean } from './clean-page.ts'
import { tabTo } from './keyboard.ts'
import { type OwnSite, signedInTest as test } from './own-site.ts'
import { expect, type Printer } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to the owner about printers. */

async function openPrinters(page: Page, own: OwnSite, printer: Printer): Promise<void> {
  await report(printer, printing, await takePicture(1))
  await page.goto(`${own.origin}/admin/printers`)
  await expect(page.getByRole('heading', { name: 'Printers', exact: true })).toBeVisible()
}

test('two taps pause the camera, for as long as I choose, and one resumes it', async ({
  page,
  own,
  printer,
}) => {
  await openPrinters(page, own, printer)
  const isPublishing = async () => (await (await fetch(printer.api)).json()).publishing
  await page.getByRole('button', { name: 'Pause the camera of Maker Select' }).click()
  await expect(page.getByRole('button', { name: 'Until I resume it' })).toBeFocused()
  await page.getByRole('button', { name: 'For an hour' }).click()
  await expect(page.getByText(/The camera is paused until /)).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'is paused' })).toBeVisible()
  expect(await isPublishing()).toBe(false)
  expect(await own.printers('list')).toContain('paused until ')
  await page.reload()
  await page.getByRole('button', { name: 'Resume the camera of Maker Select' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'public again' })).toBeVisible()
  expect(await isPublishing()).toBe(true)
})

test('a pause with an end is over by itself, for visitors too', async ({ page, own, printer }) => {
  await openPrinters(page, own, printer)
  const isPublishing = async () => (await (await fetch(printer.api)).json()).publishing
  const end = new Date(Date.now() + 15_000)
  const pause = { is_paused: true, paused_until: end.toISOString() }
  await page.evaluate(
    async ([id, change]) => {
      const headers = { 'content-type': 'application/json' }
      await fetch(`/admin/api/printers/${id}`, {
        method: 'PATCH',
        headers,
        body: JSON.stringify(change),
      })
    },
    [printer.id, pause] as const,
  )
  expect(await isPublishing()).toBe(false)
  await expect.poll(isPublishing, { timeout: 60_000 }).toBe(true)
  expect(Date.now()).toBeGreaterThanOrEqual(end.getTime())
})

test('a pause that the site refuses is undone on the page, which says why', async ({
  page,
  own,
  printer,
}) => {
  await openPrinters(page, own, printer)
  const held = Promise.withResolvers<void>()
  await page.route('**/admin/api/printers/*', async (route) => {
    await held.promise
    await route.abort()
  })
  await page.getByRole('button', { name: 'Pause the camera of Maker Select' }).click()
  await page.getByRole('button', { name: 'Until I resume it' }).click()
  await expect(page.getByText('The camera is paused until you resume it.')).toBeVisible()
  held.resolve()
  await expect(page.getByRole('alert').filter({ hasText: 'can’t be reached' })).toBeVisible()
  await expect(page.getByText('The camera is paused')).toHaveCount(0)
})

test('what is public changes at once, and what is wrong changes nothing and stays typed', async ({
  page,
  own,
  printer,
}) => {
  await openPrinters(page, own, printer)
  const read = async () => (await fetch(printer.api)).json()
  await page.getByText('Name, what is public, source').click()
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('\u202E')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '1 to 100 characters' })).toBeVisible()
  await expect(name).toHaveValue('\u202E')
  expect(await read()).toMatchObject({ name: 'Maker Select' })
  await name.fill('Shed')
  await page.getByLabel(/^Shown instead/).fill('a present')
  await page.getByLabel('Temperatures are public').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'were saved' })).toBeVisible()
  expect(await read()).toMatchObject({
    name: 'Shed',
    temperatures: null,
    job: { name: 'a present' },
  })
  await page.getByRole('link', { name: 'Security', exact: true }).click()
  await expect(
    page.getByText(
      '“Maker Select” was changed: name “Shed”, temperatures private, alias “a present”.',
    ),
  ).toHaveCount(1)
})

test('a replaced token works for another day, a deleted one not at all', async ({
  page,
  own,
  printer,
}) => {
  await openPrinters(page, own, printer)
  await page.getByLabel(/^Name of the new token/).fill('Garage')
  await page.getByLabel('It lasts').selectOption('A year')
  await page.getByRole('button', { name: 'Make a token' }).click()
  const shown = page.locator('pre').filter({ hasText: 'node snapper.cjs' })
  const readToken = async () => /ppz_[\w-]+/.exec((await shown.textContent()) ?? '')?.[0] ?? ''
  const first = { ...printer, token: await readToken() }
  await page.getByRole('button', { name: 'Done, hide the token' }).click()
  await page.getByRole('button', { name: 'Replace Garage' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'works for another day' })).toBeVisible()
  const second = { ...printer, token: await readToken() }
  await page.getByRole('button', { name: 'Done, hide the token' }).click()
  expect(second.token).not.toBe(first.token)
  for (const each of [first, second, printer]) await report(each, printing)
  const row = page.getByRole('listitem').filter({ hasText: 'Garage' }).first()
  await row.getByRole('button', { name: 'Delete Garage' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'was deleted' })).toBeVisible()
  await expect(report(first, printing)).rejects.toThrow('401')
  await report(second, printing)
  await test.step('all at once are replaced by one, and end', async () => {
    await page.getByRole('button', { name: /^Replace all/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Replace all' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'have ended' })).toBeVisible()
    for (const each of [second, printer])
      await expect(report(each, printing)).rejects.toThrow('401')
    await report({ ...printer, token: await readToken() }, printing)
  })
  await page.reload()
  await expect(page.getByText(/^This user and password, or this token, are wrong/)).toBeVisible()
})

test('a part of the history, or the printer, is deleted once I have typed its name', async ({
  page,
  own,
  printer,
}) => {
  await openPrinters(page, own, printer)
  await test.step('a part of the history', async () => {
    const observed_at = '2026-11-22T14:30:00Z'
    await report(printer, { ...printing, observed_at })
    await page.getByRole('button', { name: 'Delete a part of its history' }).click()
    const part = page.getByRole('dialog', { name: 'Delete a part of “Maker Select”?' })
    await part.getByLabel('From').fill('2026-11-22T00:00')
    const to = part.getByLabel('To', { exact: true })
    await to.fill('2026-11-22T00:00')
    await part.getByLabel('Type the printer’s name to confirm').fill('Maker Select')
    await part.getByRole('button', { name: 'Delete' }).click()
    await expect(part.getByRole('alert').filter({ hasText: 'after the beginning' })).toBeVisible()
    await to.fill('2026-11-24T00:00')
    await part.getByRole('button', { name: 'Delete' }).click()
    const said = page.getByRole('status').filter({ hasText: '1 reading of “Maker Select”' })
    await expect(said).toBeVisible()
    const { observed_at: left } = await (await fetch(printer.api)).json()
    expect(left).not.toBe(observed_at)
  })
  await page.getByRole('button', { name: 'Delete this printer Maker Select' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete “Maker Select”?' })
  await dialog.getByLabel('Type its name to confirm').fill('maker')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: 'exactly' })).toBeVisible()
  expect((await fetch(printer.api)).status).toBe(200)
  await dialog.getByLabel('Type its name to confirm').fill('Maker Select')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'Another printer' })).toBeFocused()
  expect((await fetch(printer.api)).status).toBe(404)
})

test('the keyboard alone pauses, resumes and deletes, and the focus is never lost', async ({
  page,
  own,
  printer,
}) => {
  await openPrinters(page, own, printer)
  await tabTo(page, 'button', 'Pause the camera of Maker Select')
  await page.keyboard.press('Enter')
  await tabTo(page, 'button', 'For an hour')
  await page.keyboard.press('Enter')
  const resume = page.getByRole('button', { name: 'Resume the camera of Maker Select' })
  await expect(resume).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pause the camera of Maker Select' })).toBeFocused()
  await tabTo(page, 'textbox', 'Name of the new token for Maker Select')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Run one of these' })).toBeFocused()
  await tabTo(page, 'button', 'Done, hide the token')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Tokens of Maker Select' })).toBeFocused()
  await tabTo(page, 'button', 'Delete this printer Maker Select')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Type its name to confirm')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Delete this printer Maker Select' })).toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the pages about printers, ${colorScheme}`, async ({
    page,
    own,
    printer,
  }, { project }) => {
    const look = (name: string) => expectClean(page, `${name}-${colorScheme}-${project.name}`)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await openPrinters(page, own, printer)
    await fetch(printer.api, { method: 'PATCH', headers: { authorization: 'Bearer no' } })
    await page.reload()
    await page.getByText('Name, what is public, source').click()
    await look('printers')
    await page.getByRole('button', { name: 'Pause the camera of Maker Select' }).click()
    await look('printers-pause')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: /^Pause the camera/ })).toBeFocused()
    await page.getByRole('button', { name: 'Make a token' }).click()
    await expect(page.getByRole('heading', { name: 'Run one of these' })).toBeFocused()
    await look('printers-token')
    await page.getByRole('button', { name: 'Delete this printer Maker Select' }).click()
    await look('printers-dialog')
    await page.goto(`${own.origin}/admin/start`)
    await look('start')
  })
