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
