import type { BrowserContext, Page } from '@playwright/test'
import { findFreePort } from '../testing/free-port.ts'
import { addPrinter, test as base, expect, type Printer, type Site, startSite } from './site.ts'

/** A site at its own address, which nobody has claimed. */
export interface OwnSite extends Site {
  /** Of SITE_URL. Browsers have passkeys there, although it isn't HTTPS. */
  origin: string
}

export async function startOwnSite(env: Record<string, string> = {}): Promise<OwnSite> {
  const port = await findFreePort()
  const origin = env.SITE_URL ?? `http://localhost:${port}`
  const site = await startSite({ PORT: String(port), SITE_URL: origin, ...env })
  return { ...site, origin }
}

/** The link that the start has printed. */
export async function findClaimLink(site: Site): Promise<string> {
  const find = () => site.log.find((line) => line.includes('/admin/claim#')) ?? ''
  await expect.poll(find).not.toBe('')
  return String(JSON.parse(find()).link)
}

/** Each test claims a site of its own. */
export const test = base.extend<{ own: OwnSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  own: async ({}, use) => {
    const own = await startOwnSite()
    await use(own)
    await own.stop()
  },
})

/** Signed in, wherever that led: goes to the page about it. */
export async function atSecurity(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Security', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Sign-in and security' })).toBeVisible()
}

export async function claim(page: Page, own: OwnSite): Promise<void> {
  await page.goto(await findClaimLink(own))
  await atSecurity(page)
}

type Cookies = Parameters<BrowserContext['addCookies']>[0]
interface ClaimedSite {
  /** Of its environment. */
  ownEnv: Record<string, string>
  own: OwnSite & { cookies: Cookies }
}

/** One claimed site per worker. Each test is signed in, and its printer is the only one. */
export const signedInTest = base.extend<{ printer: Printer }, ClaimedSite>({
  ownEnv: [{}, { scope: 'worker', option: true }],
  own: [
    async ({ browser, ownEnv }, use) => {
      const own = await startOwnSite(ownEnv)
      const page = await browser.newPage()
      await claim(page, own)
      await use({ ...own, cookies: await page.context().cookies(`${own.origin}/admin`) })
      await page.close()
      await own.stop()
    },
    { scope: 'worker' },
  ],
  printer: async ({ own, page }, use) => {
    await page.context().addCookies(own.cookies)
    const printer = await addPrinter(own, 'Maker Select')
    await use(printer)
    const { name } = await (await fetch(printer.api)).json()
    const headers = { origin: own.origin }
    await page.request.delete(`${own.origin}/admin/api/printers/${printer.id}`, {
      headers,
      data: { name },
    })
  },
})

/** A device with a finger on its sensor. */
export async function addAuthenticator(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  return {
    /** The finger is a stranger's. */
    setVerified: (isUserVerified: boolean) =>
      devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

export async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the new passkey').fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'was added' })).toBeVisible()
}
