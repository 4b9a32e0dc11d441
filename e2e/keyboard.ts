import type { Page } from '@playwright/test'

/** Presses Tab until the element with this name has the focus. */
export async function tabTo(page: Page, role: 'button' | 'textbox', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true })
  for (let count = 0; count < 60; count += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab doesn't reach ${name}.`)
}
