import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { openTestOwner, type TestOwner } from '../owner.fixture.ts'
import type { Session } from '../types.ts'
import { parseAuthorizationRequest } from './authorization-request.ts'
import { type ClientMetadata, identifyClient } from './client.ts'
import { parseClientMetadata } from './client-metadata.ts'
import type { AppLifetime } from './types.ts'

const verifier = 'v'.repeat(43)
const client = 'https://app.example/'
const query = {
  response_type: 'code',
  client_id: client,
  redirect_uri: 'https://app.example/back?x=1',
  state: 'a&b',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
  scope: 'profile post media follow',
}
const parse = (changes: Record<string, string> = {}) =>
  parseAuthorizationRequest(new URLSearchParams({ ...query, ...changes }))

describe('a request', () => {
  test('is read, with the scopes that this site knows', () => {
    expect(parse()).toMatchObject({ clientId: client, scopes: ['profile', 'create', 'media'] })
    expect(parse({ scope: '' }).scopes).toEqual([])
  })

  test.each([
    [{ client_id: '' }, 'client_id'],
    [{ client_id: 'app.example' }, 'client_id'],
    [{ client_id: 'https://user:x@app.example/' }, 'client_id'],
    [{ client_id: 'https://app.example/#a' }, 'client_id'],
    [{ client_id: 'https://app.example/a/../b' }, 'client_id'],
    [{ client_id: 'https://203.0.113.5/' }, 'client_id'],
    [{ client_id: 'javascript:alert(1)' }, 'client_id'],
    [{ redirect_uri: '' }, 'redirect_uri'],
    [{ redirect_uri: '/back' }, 'redirect_uri'],
    [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri'],
    [{ redirect_uri: 'https://app.example/#a' }, 'redirect_uri'],
    [{ response_type: 'token' }, 'response_type=code'],
    [{ state: '' }, 'state'],
    [{ code_challenge: '' }, 'PKCE'],
    [{ code_challenge_method: 'plain' }, 'PKCE'],
    [{ code_challenge: 'short' }, 'code_challenge'],
  ])('%j is refused, and the owner learns that it is the app’s fault', (changes, what) => {
    expect(() => parse(changes)).toThrow(what)
    expect(() => parse(changes)).toThrow('tell whoever makes it')
  })

  test('with a parameter twice is refused', () => {
    const twice = new URLSearchParams([...Object.entries(query), ['client_id', client]])
    expect(() => parseAuthorizationRequest(twice)).toThrow('twice')
  })
})

describe('the answer goes', () => {
  const page = (redirectUris: string[]): ClientMetadata => ({
    ...{ name: 'My app', logoUrl: null, redirectUris },
  })
  const identify = (redirectUri: string, found = page([]), clientId = client) =>
    identifyClient({ clientId, redirectUri }, async () => found)

  test('to the app’s own origin, and to what its page names', async () => {
    expect(await identify('https://app.example/any')).toMatchObject({ name: 'My app' })
    expect(await identify('myapp:/back', page(['myapp:/back']))).toMatchObject({
      redirectHost: 'myapp:',
    })
  })

  test.each([
    'https://evil.example/back',
    'http://app.example/back',
    'https://app.example:8443/back',
    'https://app.example.evil.example/',
    'myapp:/back2',
  ])('never to %s', async (uri) => {
    await expect(identify(uri, page(['myapp:/back']))).rejects.toThrow('Nothing was allowed')
  })

  test('also where the app’s page can’t be read, to its own origin alone', async () => {
    const fail = async () => {
      throw new DomainError('storage-unavailable', 'no route.')
    }
    const request = { clientId: client, redirectUri: 'https://app.example/back' }
    expect(await identifyClient(request, fail)).toMatchObject({ name: 'app.example' })
    const away = { clientId: client, redirectUri: 'https://other.example/' }
    await expect(identifyClient(away, fail)).rejects.toThrow('Nothing was allowed')
  })

  test('to a program on the owner’s device, of which nothing is fetched', async () => {
    const fetched = async () => Promise.reject(new Error('fetched'))
    const local = { clientId: 'http://127.0.0.1:5000/', redirectUri: 'http://127.0.0.1:5000/x' }
    expect(await identifyClient(local, fetched)).toMatchObject({ name: '127.0.0.1:5000' })
  })
})

describe('an app describes itself', () => {
  const json = (body: object) =>
    parseClientMetadata(client, {
      ...{ url: client, contentType: 'application/json; charset=utf-8', link: null },
      body: JSON.stringify(body),
    })

  test('by JSON', async () => {
    const redirect_uris = ['https://app.example/a', 'app:/b', 5]
    expect(
      await json({ client_id: client, client_name: 'A', logo_uri: 'logo.png', redirect_uris }),
    ).toEqual({
      ...{ name: 'A', logoUrl: 'https://app.example/logo.png' },
      redirectUris: ['https://app.example/a', 'app:/b'],
    })
    await expect(json({ client_id: 'https://other.example/' })).rejects.toThrow('another client_id')
  })

  test('by a page with an h-app', async () => {
    const body = `<title>T</title><link rel="redirect_uri" href="/one"><link rel=redirect_uri href="app:/two">
      <div class="h-app"><img class="u-logo" src="/l.png" alt="x"><a class="u-url p-name" href="/">Writer</a></div>`
    const link = '</three>; rel="redirect_uri", </four>; rel="other"'
    const html = { contentType: 'text/html', body, link }
    expect(await parseClientMetadata(client, { ...html, url: client })).toEqual({
      name: 'Writer',
      logoUrl: 'https://app.example/l.png',
      redirectUris: ['https://app.example/three', 'https://app.example/one', 'app:/two'],
    })
    // Many sites have an address that redirects to any other.
    const elsewhere = { ...html, url: 'https://evil.example/' }
    await expect(parseClientMetadata(client, elsewhere)).rejects.toThrow('evil.example')
  })
})

describe('a code', () => {
  let site: TestOwner
  let session: Session
  beforeEach(async () => {
    site = await openTestOwner()
    const secret = (await site.owner.createClaimLink()) ?? ''
    session = (await site.owner.claim(secret, { userAgent: null })).session
    return site.close
  })

  async function allow(
    scopes = ['profile', 'create', 'media'],
    lifetime: AppLifetime = 'unlimited',
  ): Promise<string> {
    const given = { scopes, lifetime, clientName: 'My app' }
    const address = new URL(await site.owner.apps.allow(session, parse(), given))
    expect(address.href).toContain('https://app.example/back?x=1&code=')
    expect(address.searchParams.get('state')).toBe('a&b')
    expect(address.searchParams.get('iss')).toBe('https://example.org/')
    return address.searchParams.get('code') ?? ''
  }
  const redeem = (code: string, changes = {}, wants: 'token' | 'profile' = 'token') =>
    site.owner.apps.redeem(
      { code, clientId: client, redirectUri: query.redirect_uri, verifier, ...changes },
      wants,
    )
  const refused = { code: 'invalid-grant' }

  test('is worth a token, which may do what the owner chose and the app asked for', async () => {
    const { accessToken, app } = await redeem(await allow(['media', 'delete']))
    expect(app.scopes).toEqual(['media'])
    expect(await site.owner.apps.use(accessToken ?? '')).toMatchObject({ scopes: ['media'] })
    expect(await site.owner.apps.use(`${accessToken}x`)).toBeNull()
    site.wait({ hours: 24 * 365 })
    expect(await site.owner.apps.use(accessToken ?? '')).not.toBeNull()
  })

  test.each([
    ['another app', { clientId: 'https://other.example/' }],
    ['another address', { redirectUri: 'https://app.example/back' }],
    ['another verifier', { verifier: 'w'.repeat(43) }],
    ['no verifier', { verifier: '' }],
  ])('is refused from %s, and stays good for the right one', async (_, changes) => {
    const code = await allow()
    await expect(redeem(code, changes)).rejects.toMatchObject(refused)
    expect((await redeem(code)).accessToken).not.toBeNull()
  })

  test('used twice ends what it began', async () => {
    const code = await allow()
    const { accessToken } = await redeem(code)
    await expect(redeem(code)).rejects.toMatchObject(refused)
    expect(await site.owner.apps.use(accessToken ?? '')).toBeNull()
    const { entries } = await site.owner.listLog(null)
    expect(entries[0]?.action).toBe('app-removed-by-reuse')
  })

  test('used twice does nothing when what it began is older than ten minutes', async () => {
    const code = await allow()
    const { accessToken } = await redeem(code)
    site.wait({ hours: 1 / 6 })
    await expect(redeem(code)).rejects.toThrow('unknown')
    expect(await site.owner.apps.use(accessToken ?? '')).not.toBeNull()
  })

  test('used twice at once ends what it began too', async () => {
    const code = await allow()
    const answers = await Promise.allSettled([redeem(code), redeem(code)])
    const [granted] = answers.filter(({ status }) => status === 'fulfilled')
    expect(granted).toBeDefined()
    expect(answers.map(({ status }) => status)).toContain('rejected')
    expect(await site.owner.apps.list()).toEqual([])
  })

  test('is refused after a minute', async () => {
    const code = await allow()
    site.wait({ hours: 1 / 60 })
    await expect(redeem(code)).rejects.toThrow('older than a minute')
  })

  test('without a scope tells who the owner is, and isn’t worth a token', async () => {
    const code = await allow([])
    await expect(redeem(code)).rejects.toThrow('authorization endpoint')
    expect((await redeem(code, {}, 'profile')).accessToken).toBeNull()
    expect(await site.owner.apps.list()).toEqual([])
    await expect(redeem(code, {}, 'profile')).rejects.toMatchObject(refused)
  })

  test('for thirty days: then the app has to ask again', async () => {
    const { accessToken, expiresInSeconds } = await redeem(await allow(undefined, 'month'))
    expect(expiresInSeconds).toBe(30 * 24 * 3600)
    site.wait({ hours: 30 * 24 - 1 })
    expect(await site.owner.apps.find(accessToken ?? '')).not.toBeNull()
    site.wait({ hours: 1 })
    expect(await site.owner.apps.find(accessToken ?? '')).toBeNull()
    expect(await site.owner.apps.list()).toEqual([])
  })

  test('renewed every hour: an old token and an old refresh token work no more', async () => {
    const first = await redeem(await allow(undefined, 'renewed'))
    site.wait({ hours: 1 })
    expect(await site.owner.apps.find(first.accessToken ?? '')).toBeNull()
    const renew = (refreshToken: string | null, clientId = client) =>
      site.owner.apps.renew({ refreshToken: refreshToken ?? '', clientId })
    await expect(renew(first.refreshToken, 'https://other.example/')).rejects.toMatchObject(refused)
    const second = await renew(first.refreshToken)
    expect(await site.owner.apps.find(second.accessToken ?? '')).not.toBeNull()
    site.wait({ hours: 90 * 24 })
    await expect(renew(second.refreshToken)).rejects.toMatchObject(refused)
  })

  test.each([1, 5])(
    'a refresh token used again %i renewals later ends all access',
    async (times) => {
      const first = await redeem(await allow(undefined, 'renewed'))
      const renew = (refreshToken: string | null) =>
        site.owner.apps.renew({ refreshToken: refreshToken ?? '', clientId: client })
      let newest = first
      for (let time = 0; time < times; time++) newest = await renew(newest.refreshToken)
      await expect(renew(`${first.refreshToken?.slice(1)}`)).rejects.toThrow('unknown')
      expect(await site.owner.apps.find(newest.accessToken ?? '')).not.toBeNull()
      await expect(renew(first.refreshToken)).rejects.toThrow('all access has ended')
      expect(await site.owner.apps.find(newest.accessToken ?? '')).toBeNull()
      await expect(renew(newest.refreshToken)).rejects.toMatchObject(refused)
      const { entries } = await site.owner.listLog(null)
      expect(entries[0]?.action).toBe('app-removed-by-reuse')
    },
  )

  test('what it began is listed, and ends when the owner removes it or the app gives it back', async () => {
    const first = await redeem(await allow())
    const second = await redeem(await allow())
    expect(await site.owner.apps.list()).toHaveLength(2)
    await site.owner.apps.remove({ sessionId: null }, first.app.id)
    await expect(site.owner.apps.remove({ sessionId: null }, first.app.id)).rejects.toMatchObject({
      code: 'not-found',
    })
    await site.owner.apps.revoke(second.accessToken ?? '')
    await site.owner.apps.revoke('unknown')
    expect(await site.owner.apps.list()).toEqual([])
    const { entries } = await site.owner.listLog(null)
    expect(entries.slice(0, 4).map(({ action }) => action)).toEqual([
      ...['app-signed-out', 'app-removed', 'app-allowed', 'app-allowed'],
    ])
  })
})
