import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startSimulator } from '../testing/simulator/start.ts'
import { findClaimLink, test } from './own-site.ts'
import { expect } from './site.ts'

/* The promise to a new owner. */

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

/** What the owner pastes, with this repository's snapper in the place of `snapper.cjs`, for one report. */
async function paste(
  command: string,
  simulator: { url: string; apiKey: string; snapshotUrl: string },
) {
  const script = command
    .replace('http://octopi.local/webcam/?action=snapshot', simulator.snapshotUrl)
    .replace('http://octopi.local/', simulator.url)
    .replace('YOUR_KEY', simulator.apiKey)
    .replace(/node snapper\.cjs .*/, `'${root}/node_modules/.bin/node' snapper/main.ts --once`)
  return await run('sh', ['-c', script], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOME: '/nonexistent' },
  })
}

test('from the claim to the first picture: a name, a command to paste, and what arrives', async ({
  page,
  own,
}) => {
  const simulator = await startSimulator({ startFraction: 0.5 })
  try {
    await page.goto(await findClaimLink(own))
    await expect(page.getByRole('heading', { name: 'The site is yours' })).toBeVisible()
    await page.getByLabel('Name of the printer').fill(' ')
    await page.getByRole('button', { name: 'Add the printer' }).click()
    await expect(page.getByRole('alert').filter({ hasText: '1 to 100 characters' })).toBeVisible()
    await expect(page.getByLabel('Name of the printer')).toHaveValue(' ')
    await page.getByLabel('Name of the printer').fill('Maker Select')
    await page.getByRole('button', { name: 'Add the printer' }).click()
    const waiting = page.getByRole('status').filter({ hasText: 'No report yet' })
    await expect(waiting).toBeVisible()

    await page.getByRole('button', { name: 'Make a token' }).click()
    await expect(page.getByRole('heading', { name: 'Run one of these' })).toBeFocused()
    const command =
      (await page.locator('pre').filter({ hasText: 'node snapper.cjs' }).textContent()) ?? ''
    const wrong = command.replace(/ppz_[\w-]+/, 'ppz_wrong')
    await paste(wrong, simulator).catch(() => null)
    await expect(page.getByRole('status').filter({ hasText: 'was refused: ' })).toBeVisible()

    await paste(command, simulator)
    await expect(
      page.getByRole('status').filter({ hasText: 'first picture is here' }),
    ).toBeVisible()
    await expect(page.getByRole('figure').getByRole('img')).toBeVisible()
    await expect(page.getByLabel('Name of the new passkey')).toBeVisible()
    await page.goto(`${own.origin}/admin`)
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
    await page.getByRole('link', { name: 'Printers', exact: true }).click()
    await expect(page.getByText(/Last used .*, made .*, without an end\./)).toBeVisible()
  } finally {
    await simulator.close()
  }
})
