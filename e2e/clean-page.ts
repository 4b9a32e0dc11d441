import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './site.ts'

/** Axe finds nothing and nothing scrolls sideways. With LOOK_DIR it takes a picture. */
export async function expectClean(page: Page, name: string): Promise<void> {
  // A page in a frame has the landmarks of a page, and is checked by itself.
  const { violations } = await new AxeBuilder({ page }).exclude('.admin-preview iframe').analyze()
  expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
  const folder = process.env.LOOK_DIR
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: !name.includes('dialog') })
}
