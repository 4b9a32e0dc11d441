import type { Page } from '@playwright/test'
import { expectClean } from './clean-page.ts'
import { tabTo } from './keyboard.ts'
import { claim, type OwnSite, startOwnSite } from './own-site.ts'
import { addPrinter, expect, type Printer, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Promises to the owner about prints. */

let own: OwnSite
test.beforeAll(async () => {
  own = await startOwnSite()
})
test.afterAll(() => own.stop())

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString()

/** A printer with a print of half an hour, and one of ten minutes after it. */
async function printTwice(name: string): Promise<Printer> {
  const printer = await addPrinter(own, name)
  for (const [minute, state, job] of [
    [0, 'printing', 'lamp.gcode'],
    [10, 'printing', 'lamp.gcode'],
    [20, 'printing', 'lamp.gcode'],
    [30, 'finished', 'lamp.gcode'],
    [40, 'printing', 'shade.gcode'],
    [50, 'finished', 'shade.gcode'],
  ] as const)
    await report(
      printer,
      {
        ...printing,
        state,
        job_name: job,
        elapsed_seconds: (minute % 40) * 60,
        progress: minute % 40,
        captured_at: at(minute),
        observed_at: at(minute),
      },
      await takePicture(minute),
    )
  return printer
}

async function readPrints(printer: Printer): Promise<Record<string, unknown>[]> {
  return (await (await fetch(`${printer.api}prints`)).json()).prints
}

const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

test('the owner signs in, then names, describes, hides, publishes, splits and joins prints', async ({
  page,
}, { project }) => {
  const printer = await printTwice('Maker Select')
  await claim(page, own)
  await page.getByRole('link', { name: 'Prints', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Prints', exact: true })).toBeVisible()
  const look = async (name: string, colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectClean(page, `${name}-${colorScheme}-${project.name}`)
  }
  await look('prints', 'light')

  await page.getByRole('link', { name: 'lamp' }).click()
  const name = page.getByLabel('Name', { exact: true })
  const note = page.getByLabel('Note')
  const save = page.getByRole('button', { name: 'Save' })
  await test.step('what is wrong changes nothing and stays typed', async () => {
    await name.fill('\u202E')
    await note.fill('For the *shelf*.')
    await save.click()
    await expect(page.getByRole('alert').filter({ hasText: 'at most 100' })).toBeVisible()
    await expect(name).toBeFocused()
    await expect(note).toHaveValue('For the *shelf*.')
    expect((await readPrints(printer))[1]).toMatchObject({ title: null, note: null })
  })
  await test.step('a name and a note are public at once', async () => {
    await name.fill('A lamp')
    await save.click()
    await expect(said(page, 'were saved')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'A lamp', exact: true })).toBeVisible()
    expect((await readPrints(printer))[1]).toMatchObject({
      name: 'A lamp',
      note: { text: 'For the shelf.', html: '<p>For the <em>shelf</em>.</p>' },
    })
  })
  await test.step('of two tabs the second hears of the first, keeps what was typed, and can replace it', async () => {
    const other = await page.context().newPage()
    await other.goto(page.url())
    const [itsName, itsSave] = [
      other.getByLabel('Name', { exact: true }),
      other.getByRole('button', { name: 'Save' }),
    ]
    await itsName.fill('A lamp of mine')
    await itsSave.click()
    await expect(said(other, 'were saved')).toBeVisible()
    await name.fill('The lamp')
    await save.click()
    await expect(page.getByRole('alert').filter({ hasText: 'to “A lamp of mine”' })).toBeVisible()
    await expect(name).toHaveValue('The lamp')
    expect((await readPrints(printer))[1]).toMatchObject({ name: 'A lamp of mine' })
    await name.fill('A lamp')
    await expect(page.getByRole('heading', { name: 'A lamp of mine', exact: true })).toBeVisible()
    await save.click()
    await expect(page.getByRole('heading', { name: 'A lamp', exact: true })).toBeVisible()
    await other.close()
  })
  await test.step('published, it is in the feed with its note', async () => {
    await page.getByRole('button', { name: 'Add it to the feeds' }).click()
    await expect(said(page, 'in the feeds')).toBeVisible()
    const feed = await (await fetch(`${own.url}/printers/1/prints/feed.json`)).json()
    expect(feed.items).toMatchObject([
      { title: 'A lamp', content_html: expect.stringContaining('<em>shelf</em>') },
    ])
  })
  await test.step('hidden, it is nowhere; refused, it is public again on the page', async () => {
    await page.route('**/admin/api/printers/1/prints/1', (route) => route.abort(), { times: 1 })
    await page.getByRole('button', { name: 'Hide it' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'can’t be reached' })).toBeVisible()
    await page.getByRole('button', { name: 'Hide it' }).click()
    await expect(said(page, 'Nobody else sees')).toBeVisible()
    expect(await readPrints(printer)).toHaveLength(1)
    expect((await fetch(`${own.url}/printers/1/prints/1`)).status).toBe(404)
    await page.getByRole('button', { name: 'Show it again' }).click()
    await expect(said(page, 'sees this print again')).toBeVisible()
  })
  await test.step('a cover is chosen', async () => {
    await page.getByRole('radio').nth(1).check({ force: true })
    await look('print', 'dark')
    await page.getByRole('button', { name: 'Use as cover' }).click()
    await expect(said(page, 'cover was changed')).toBeVisible()
    const picture = (await readPrints(printer))[1]?.picture
    expect(picture).toMatchObject({ captured_at: at(10).replace('.000', '') })
  })
  await test.step('with its third picture another print begins', async () => {
    await page.getByRole('radio').nth(2).check({ force: true })
    await page.getByRole('button', { name: 'Split: a print begins here' }).click()
    await said(page, 'It was split').getByRole('link', { name: '3' }).click()
    await expect(page.getByRole('heading', { name: 'lamp', exact: true })).toBeVisible()
    expect(await readPrints(printer)).toMatchObject([{ number: 2 }, { number: 3 }, { number: 1 }])
  })
  await test.step('joined, its address leads to the one before; separated, it is back', async () => {
    await page.getByRole('button', { name: 'Join with the one before' }).click()
    await expect(page.getByRole('heading', { name: 'A lamp', exact: true })).toBeFocused()
    await expect(said(page, 'one print now')).toBeVisible()
    expect((await fetch(`${own.url}/printers/1/prints/3`)).url).toMatch(/\/prints\/1$/)
    await page.goto(`${own.origin}/admin/prints/1/3`)
    await expect(page).toHaveURL(/\/prints\/1\/1$/)
    await page.getByRole('button', { name: 'Separate print 3 again' }).click()
    await expect(said(page, 'Print 3 is a print of its own again')).toBeVisible()
    expect((await fetch(`${own.url}/printers/1/prints/3`)).url).toMatch(/\/prints\/3$/)
  })
  await test.step('commands do the same, and all of it is in the log', async () => {
    expect(await own.printers('prints', '1')).toContain('A lamp')
    await page.getByRole('link', { name: 'Security', exact: true }).click()
    for (const text of ['name “A lamp”, note.', 'was hidden.', 'was split at', 'was joined with'])
      await expect(page.getByText(text).first()).toBeVisible()
  })
  await test.step('the keyboard alone splits and joins', async () => {
    await page.goto(`${own.origin}/admin/prints/1/1`)
    await expect(page.getByRole('radio').first()).toBeAttached()
    await page.getByRole('radio').first().focus()
    await page.keyboard.press('ArrowRight')
    await tabTo(page, 'button', 'Split: a print begins here')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Pictures' })).toBeFocused()
    await page.goto(`${own.origin}/admin/prints/1/4`)
    await tabTo(page, 'button', 'Join with the one before')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'A lamp', exact: true })).toBeFocused()
  })
})
