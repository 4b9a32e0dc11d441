import AxeBuilder from '@axe-core/playwright'
import { printSomething } from './histories.ts'
import { expect, test } from './site.ts'

/* Promises to a visitor who searches, beyond the plain form (reader.spec.ts). */

test('results appear while typing, and / focuses the field', async ({ page, site, isMobile }) => {
  await page.goto(`${site.url}/search`)
  const field = page.getByRole('searchbox')
  if (!isMobile) {
    await page.keyboard.press('/')
    await expect(field).toBeFocused()
  }
  await field.pressSequentially('elasticsea')
  const first = page.getByRole('link', { name: /Taking pictures/ })
  await expect(first).toBeVisible()
  await expect(page).toHaveURL(/\/search\?q=elasticsea$/)
  await expect(page.locator('mark').first()).toHaveText(/elasticsea/i)
  await field.fill('elephants')
  await expect(page.getByRole('status')).toContainText('No results for')
  await expect(first).toHaveCount(0)
})

test('browsers discover the search, and their queries work', async ({ site }) => {
  const html = await (await fetch(`${site.url}/blog`)).text()
  const [tag = ''] = /<link [^>]*rel="search"[^>]*>/.exec(html) ?? []
  const [, path = ''] = /href="([^"]+)"/.exec(tag) ?? []
  const description = await (await fetch(site.url + path)).text()
  const [, template = ''] = /template="([^"]+)"/.exec(description) ?? []
  const asked = new URL(template.replace('{searchTerms}', 'prometheus'))
  const answer = await fetch(site.url + asked.pathname + asked.search)
  expect(await answer.text()).toContain('grafana-debugging')
})

test('a print is found by its name, also without JavaScript, until the owner hides the name', async ({
  browser,
  site,
  printer,
}) => {
  await printSomething(printer, { frames: 2, job: 'zeppelin_quokkas.gcode' })
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const search = async (query: string) => {
    await page.goto(`${site.url}/search`)
    await page.getByRole('searchbox').fill(query)
    await page.getByRole('button', { name: 'Search' }).click()
  }
  const prints = page.getByRole('region', { name: 'Prints' })
  await search('quokkas')
  await expect(page.getByRole('status')).toHaveText('1 result')
  await expect(prints).toContainText(/Finished .* on Maker Select\./)
  await prints.getByRole('link', { name: 'zeppelin quokkas' }).click()
  await expect(page).toHaveURL(`${site.url}/printers/${printer.id}/prints/1`)

  await search('eppelin')
  await expect(page.getByRole('status')).toHaveText(
    'No exact match for “eppelin”. These are similar:',
  )
  await expect(prints.getByRole('link')).toHaveCount(1)

  await site.printers('set', `${printer.id}`, '--job-name', 'off')
  await search('quokkas')
  await expect(page.getByRole('status')).toContainText('No results')
  await site.printers('set', `${printer.id}`, '--alias', 'A surprise airship')
  await search('surprise')
  await expect(prints.getByRole('link', { name: 'A surprise airship' })).toBeVisible()
  await search('quokkas')
  await expect(page.getByRole('status')).toContainText('No results')
  await context.close()
})

for (const [colorScheme, width] of [
  ['light', 390],
  ['dark', 1440],
] as const)
  test(`axe finds nothing on results with prints, ${colorScheme}`, async ({
    page,
    site,
    printer,
  }) => {
    await printSomething(printer, { frames: 2, job: 'prometheus_bust.gcode' })
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${site.url}/search?q=prometheus`)
    await expect(page.getByRole('region', { name: 'Prints' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Posts' })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
  })
