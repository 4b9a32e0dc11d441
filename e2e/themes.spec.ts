import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { computeTheme } from '../lib/site/theme/compute-theme.ts'
import { palettes } from '../lib/site/theme/palettes.fixture.ts'
import { renderThemeStyle } from '../lib/site/theme/styles.ts'
import { printSomething, reportAgo } from './histories.ts'
import { expect, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* Whatever colours an owner chooses, every page can be read. The style sheets are those that the site would send. */

const sheets = Object.entries(palettes).map(([name, settings]) => ({
  name,
  css: renderThemeStyle(computeTheme(settings), 'piazzolla'),
}))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs in the page: what axe finds unreadable with each style sheet. */
async function listUnreadable(given: typeof sheets): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') } // evaluated before
  const found: string[] = []
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [sheet]
  const backgrounds = new Set<string>()
  for (const { name, css } of given) {
    sheet.replaceSync(css)
    backgrounds.add(getComputedStyle(document.body).backgroundColor)
    const { violations } = await axe.run(document, {
      runOnly: ['color-contrast'],
      resultTypes: ['violations'],
    })
    for (const { nodes } of violations)
      for (const { html, failureSummary } of nodes)
        found.push(`${name}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1]}`)
  }
  if (backgrounds.size < given.length / 2) found.push('The palettes are not applied.')
  return found
}

async function expectReadable(
  page: Page,
  colorScheme: 'light' | 'dark',
  urls: readonly string[],
): Promise<void> {
  await page.emulateMedia({ colorScheme })
  // Some are the same in both.
  const tried = sheets.filter(({ css }) => colorScheme === 'light' || css.includes('light-dark(#'))
  for (const url of urls) {
    await page.goto(url)
    await page.evaluate(axe)
    expect(await page.evaluate(listUnreadable, tried), url).toEqual([])
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`documents can be read with every palette, ${colorScheme}`, async ({ page, site }) => {
    const paths = [
      '/',
      '/blog',
      '/2021/02/07/0/grafana-debugging',
      '/2026/11/22/0/how-the-printer-page-works',
      '/tags',
      '/projects/infrastructure',
      '/about',
      '/search?q=prometheus',
      '/nowhere',
    ]
    await expectReadable(
      page,
      colorScheme,
      paths.map((path) => site.url + path),
    )
  })

  test(`a printer’s pages can be read with every palette, ${colorScheme}`, async ({
    page,
    site,
    printer,
  }) => {
    await printSomething(printer, { frames: 2 })
    await reportAgo(printer, 4 * 60 * 60, printing, 7)
    const base = `${site.url}/printers/${printer.id}`
    // The picture is hours old: everything about it is grey.
    await expectReadable(page, colorScheme, [base])
    await report(printer, printing, await takePicture(8))
    const pages = [
      '',
      '/readings',
      '/prints',
      '/prints/1',
      '/archive',
      '/share',
      '/embed',
      '/present',
    ]
    await expectReadable(page, colorScheme, [
      ...pages.map((path) => base + path),
      `${base}/present?replay=1`,
      `${site.url}/printers`,
      `${site.url}/printers/999999`,
    ])
  })
}

test('what can’t be read is found', async ({ page, site }) => {
  await page.goto(`${site.url}/about`)
  await page.evaluate(axe)
  const css = ':root { --color-ink: var(--color-line) }'
  expect(await page.evaluate(listUnreadable, [{ name: 'faint', css }])).not.toEqual([])
})
