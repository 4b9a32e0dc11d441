import { printSomething } from './histories.ts'
import { expect, type Printer, test } from './site.ts'
import { printing, report, takePicture } from './snapper.ts'

/* WCAG 1.4.4 and 1.4.10: with text of twice the size on a phone, every kind of page is readable without scrolling sideways. */

const pages = (printer: Printer) => [
  '/',
  '/blog',
  '/2021/02/07/0/grafana-debugging',
  '/projects',
  '/tags',
  '/about',
  '/search?q=printer',
  '/printers',
  `/printers/${printer.id}`,
  `/printers/${printer.id}/readings`,
  `/printers/${printer.id}/prints`,
  `/printers/${printer.id}/prints/1`,
  `/printers/${printer.id}/archive`,
  `/printers/${printer.id}/share`,
  `/printers/${printer.id}/embed`,
  '/no-such-page',
]

async function fill(printer: Printer): Promise<void> {
  await printSomething(printer, {
    frames: 9,
    job: 'Donaudampfschifffahrtsgesellschaftskapitaen.gcode',
  })
  await report(printer, { ...printing, job_name: `${'x'.repeat(90)}.gcode` }, await takePicture(3))
}

const ways = {
  'a root font size of 32 px': ':root { font-size: 32px !important }',
  'text-only zoom':
    ':root { text-size-adjust: 200% !important; -webkit-text-size-adjust: 200% !important }',
}

for (const [way, css] of Object.entries(ways))
  test(`${way} widens no page`, async ({ browser, site, printer }) => {
    await fill(printer)
    // Text-only zoom is a phone's.
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      isMobile: way === 'text-only zoom',
    })
    const page = await context.newPage()
    const wide: string[] = []
    for (const path of pages(printer)) {
      await page.goto(site.url + path)
      // A style sheet of the reader's own, which the policy doesn't concern.
      await page.evaluate((text) => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(text)
        document.adoptedStyleSheets = [sheet]
      }, css)
      await page.evaluate(() => document.fonts.ready)
      const found = await page.evaluate(() => {
        const width = document.documentElement.clientWidth
        if (document.documentElement.scrollWidth <= width && innerWidth <= 390) return []
        return [...document.querySelectorAll('main *, header *, footer *')]
          .filter((element) => element.getBoundingClientRect().right > width + 1)
          .slice(0, 6)
          .map(
            (element) =>
              `${element.tagName}.${element.getAttribute('class')} ${Math.round(element.getBoundingClientRect().right)}`,
          )
          .concat(`width ${document.documentElement.scrollWidth}`)
      })
      if (found.length > 0) wide.push(`${path}: ${found.join(' | ')}`)
      const narrow = await page.evaluate(
        () =>
          [...document.querySelectorAll('.fact dd')].filter(
            (element) =>
              element.getBoundingClientRect().width <
              4 * Number.parseFloat(getComputedStyle(element).fontSize),
          ).length,
      )
      if (narrow > 0) wide.push(`${path}: ${narrow} facts are narrower than four letters`)
    }
    await context.close()
    expect(wide).toEqual([])
  })
