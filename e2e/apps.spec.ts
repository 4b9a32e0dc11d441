import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import * as oauth from 'oauth4webapi'
import { expectClean } from './clean-page.ts'
import { addAuthenticator, addPasskey, claim, type OwnSite, test } from './own-site.ts'
import { expect } from './site.ts'

/* Promises to the owner about apps and other sites, with an OAuth client that others wrote. */

const insecure = { [oauth.allowInsecureRequests]: true }

/** An app on another site: its page links to the owner's, and its address receives the answer. */
async function startApp(own: OwnSite, scope: string) {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(request.url === '/' ? `<a href="${address}">Sign in</a>` : 'Welcome back')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = new URL(own.origin)
  const discovery = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
  const site = await oauth.processDiscoveryResponse(issuer, discovery)
  const client = { client_id: `${origin}/` }
  const redirectUri = `${origin}/back`
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = new URL(site.authorization_endpoint ?? '')
  const query = {
    ...{ response_type: 'code', redirect_uri: redirectUri, scope, state, ...client },
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const address = url.href.replaceAll('&', '&amp;')
  return {
    ...{ origin, site, client, address: url.href, close: () => server.close() },
    validate: (page: Page) => oauth.validateAuthResponse(site, client, new URL(page.url()), state),
    async redeem(answer: URLSearchParams) {
      const grant = [client, oauth.None(), answer, redirectUri, verifier, insecure] as const
      const response = await oauth.authorizationCodeGrantRequest(site, ...grant)
      return await oauth.processAuthorizationCodeResponse(site, client, response)
    },
  }
}

test('an app that I come from with a link asks me once, gets what I allow, and loses it when I remove it', async ({
  page,
  own,
}) => {
  await claim(page, own)
  const app = await startApp(own, 'profile create media')
  const home = await fetch(own.origin)
  expect(home.headers.get('link')).toContain('rel="indieauth-metadata"')
  expect(await home.text()).toContain('rel="authorization_endpoint"')

  await page.goto(app.origin)
  await page.getByRole('link', { name: 'Sign in' }).click()
  // The session's cookie is for requests of this site alone, and arrives all the same: no sign-in is asked for.
  await expect(page.getByRole('heading', { name: /^Allow 127\.0\.0\.1/ })).toBeVisible()
  await expectClean(page, 'consent')
  await page.getByLabel('upload pictures').uncheck()
  await page.getByRole('button', { name: 'Allow' }).click()
  await expect(page.getByText('Welcome back')).toBeVisible()
  const answer = app.validate(page) as ReturnType<typeof oauth.validateAuthResponse>
  const token = await app.redeem(await answer)
  expect(token).toMatchObject({ me: `${own.origin}/`, scope: 'profile create' })
  expect(token.profile).toMatchObject({ url: `${own.origin}/` })

  const { site, client } = app
  const ask = await oauth.protectedResourceRequest(
    ...([token.access_token, 'GET', new URL(site.userinfo_endpoint ?? '')] as const),
    ...([undefined, undefined, insecure] as const),
  )
  expect(await ask.json()).toMatchObject({ me: `${own.origin}/` })
  await page.goto(`${own.origin}/admin/apps`)
  await expect(page.getByText('May know your name and picture, publish posts.')).toBeVisible()
  await expect(page.getByText(/^Last used|Last used /)).toBeVisible()
  await expectClean(page, 'apps')
  expect(await own.admin('apps')).toContain(client.client_id)
  await page.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('No app has access.')).toBeVisible()
  const later = await fetch(site.userinfo_endpoint ?? '', {
    headers: { authorization: `Bearer ${token.access_token}` },
  })
  expect(later.status).toBe(401)
  app.close()
})

test('signed out, I sign in with my passkey, and am back at the question; I can say no', async ({
  page,
  own,
}) => {
  await addAuthenticator(page.context(), page)
  await claim(page, own)
  await addPasskey(page, 'Phone')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const app = await startApp(own, 'profile')
  await page.goto(app.origin)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByRole('heading', { name: /^Sign in at 127\.0\.0\.1/ })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('Welcome back')).toBeVisible()
  expect(() => app.validate(page)).toThrow(/authorization response from the server is an error/)
  app.close()
})
