import { expectClean } from './clean-page.ts'
import { tabTo } from './keyboard.ts'
import { addAuthenticator, addPasskey, atSecurity, findClaimLink, test } from './own-site.ts'
import { expect } from './site.ts'

/* The owner's pages for everybody's eyes and hands. */

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the owner’s pages, nor does the console, ${colorScheme}`, async ({
    page,
    own,
  }, { project }) => {
    const look = (name: string) => expectClean(page, `${name}-${colorScheme}-${project.name}`)
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await addAuthenticator(page.context(), page)
    await page.goto(`${own.origin}/admin`)
    await expect(page.getByRole('heading', { name: 'This site has no owner yet' })).toBeVisible()
    await look('unclaimed')
    await page.goto(await findClaimLink(own))
    await atSecurity(page)
    await look('claimed')
    await addPasskey(page, 'My phone')
    await look('passkey')
    await page.getByRole('button', { name: 'Rename My phone' }).click()
    await look('rename')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Remove My phone' }).click()
    await look('dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible()
    await look('sign-in')
    expect(faults).toEqual([])
    await page.goto(`${own.origin}/admin/sign-in#${'x'.repeat(43)}`)
    await expect(
      page.getByRole('alert').filter({ hasText: 'This link doesn’t work' }),
    ).toBeVisible()
    await look('wrong-link')
  })

test('all of it works with the keyboard alone, and the focus is never lost', async ({
  page,
  own,
}) => {
  await addAuthenticator(page.context(), page)
  await page.goto(`${own.origin}/admin`)
  await tabTo(page, 'textbox', 'Link')
  await page.keyboard.insertText(await findClaimLink(own))
  await page.keyboard.press('Enter')
  await atSecurity(page)
  await tabTo(page, 'textbox', 'Name of the new passkey')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('Key')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'was added' })).toBeVisible()
  await tabTo(page, 'button', 'Remove Key')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Remove “Key”?' })
  await expect(dialog).toBeVisible()
  // The focus stays in the dialog.
  for (let count = 0; count < 5; count += 1) {
    await page.keyboard.press('Tab')
    const isInside = await page.evaluate(
      () =>
        document.activeElement === document.body ||
        document.activeElement?.closest('dialog') !== null,
    )
    expect(isInside).toBe(true)
  }
  await tabTo(page, 'button', 'Remove')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeFocused()
  await tabTo(page, 'button', 'Sign out everywhere')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Sign out everywhere' })).toBeFocused()
})
