import { expect, test } from 'vitest'
import type { Session } from '#lib/owner/types.ts'
import { linkInput, nameInput } from './inputs.ts'
import { deletionInput, hidingInput, parsePicturesQuery } from './picture-inputs.ts'
import { readInput } from './read-input.ts'
import { requireSameOrigin } from './same-origin.ts'
import { findSession, readSessionCookies, renderSessionCookie } from './session-cookie.ts'

const site = 'https://example.org'
const post = (headers: Record<string, string>, body = '') =>
  new Request(`${site}/admin/api/x`, { method: 'POST', headers, body })

test.each([
  ['no Origin', {}],
  ['an opaque Origin', { origin: 'null' }],
  ['another site', { origin: 'https://evil.example' }],
  ['the same host over HTTP', { origin: 'http://example.org' }],
  ['another port', { origin: 'https://example.org:8443' }],
  ['a subdomain', { origin: 'https://www.example.org' }],
  ['a longer name', { origin: 'https://example.org.evil.example' }],
  ['a cross-site frame', { origin: site, 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { origin: site, 'sec-fetch-site': 'same-site' }],
  ['the address bar', { origin: site, 'sec-fetch-site': 'none' }],
] as [string, Record<string, string>][])('a write from %s is rejected', (_, headers) => {
  expect(() => requireSameOrigin(post(headers), site)).toThrow(/below \/admin|SITE_URL=/)
})

test('a write from the site’s own page passes, also from a browser that sends no Sec-Fetch-Site', () => {
  requireSameOrigin(post({ origin: site, 'sec-fetch-site': 'same-origin' }), site)
  requireSameOrigin(post({ origin: site }), site)
})

test('the cookie goes to /admin alone, never to a script, and over HTTPS only where the site is', () => {
  expect(renderSessionCookie(site, 'abc')).toBe(
    '__Secure-owner=abc; Path=/admin; Max-Age=34560000; HttpOnly; SameSite=Strict; Secure',
  )
  expect(renderSessionCookie('http://printer.local', null)).toBe(
    'owner=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Strict',
  )
})

test.each([
  [null, []],
  ['', []],
  ['theme=dark', []],
  ['__Secure-owner=', []],
  ['owner=abc', []],
  ['theme=dark; __Secure-owner=abc; x=y', ['abc']],
  ['__Secure-owner=abc;__Secure-owner=; __Secure-owner=def', ['abc', 'def']],
])('the sessions in the cookie header %s are %j', (header, expected) => {
  expect(readSessionCookies(site, header)).toEqual(expected)
})

test.each(['owner=old; owner=good', 'owner=good; owner=old'])(
  'a cookie that another program on the host has left doesn’t end the session: %s',
  async (cookie) => {
    const session = { id: 1 } as Session // nothing else of it is looked at
    const owner = { findSession: async (secret: string) => (secret === 'good' ? session : null) }
    expect(await findSession(owner, new Headers({ cookie }))).toBe(session)
    expect(await findSession(owner, new Headers({ cookie: 'owner=old; owner=older' }))).toBeNull()
  },
)

test('many cookies cost a few queries', async () => {
  let queries = 0
  const owner = {
    async findSession() {
      queries += 1
      return null
    },
  }
  await findSession(owner, new Headers({ cookie: 'owner=x; '.repeat(300) }))
  expect(queries).toBe(5)
})

const token = 'a'.repeat(43)
const json = { 'content-type': 'application/json' }

test.each([
  ['text', { 'content-type': 'text/plain' }, token, 'unsupported-media-type'],
  ['nothing', json, '', 'malformed-json'],
  ['a list', json, '[]', 'not-an-object'],
  ['no token', json, '{}', 'invalid-fields'],
  ['a number', json, '{"token":5}', 'invalid-fields'],
  ['half a link', json, '{"token":"aaa"}', 'invalid-fields'],
  ['more than a link', json, `{"token":"${token}a"}`, 'invalid-fields'],
])('%s in the place of a link is rejected', async (_, headers, body, code) => {
  await expect(readInput(post(headers, body), linkInput)).rejects.toMatchObject({ code })
})

test('a link may be pasted whole, with spaces around it', async () => {
  const form = new URLSearchParams({ token: ` https://example.org/admin/claim#${token}\n` })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await readInput(post(headers, form.toString()), linkInput)).toEqual({ token })
})

test('a name is cleaned, and may not be empty or long', () => {
  expect(nameInput.parse({ name: ' My \u202Ephone ' })).toEqual({ name: 'My phone' })
  for (const name of ['', ' ', '\u202E', 'x'.repeat(61), 5])
    expect(nameInput.safeParse({ name }).success).toBe(false)
})

test.each([
  [{}, '/ids'],
  [{ ids: [] }, '/ids'],
  [{ ids: '5' }, '/ids'],
  [{ ids: [0] }, '/ids/0'],
  [{ ids: [1.5] }, '/ids/0'],
  [{ ids: Array.from({ length: 2001 }, (_, index) => index + 1) }, '/ids'],
])('a change of the pictures %j is rejected, and its fault named', async (body, pointer) => {
  const fieldErrors = [expect.objectContaining({ pointer })]
  await expect(readInput(post(json, JSON.stringify(body)), deletionInput)).rejects.toMatchObject({
    code: 'invalid-fields',
    fieldErrors,
  })
})

test('whether pictures are to be hidden must be said', async () => {
  const hide = post(json, '{"ids":[1]}')
  await expect(readInput(hide, hidingInput)).rejects.toMatchObject({
    fieldErrors: [{ pointer: '/is_hidden' }],
  })
})

test.each(['day=today', 'day=2026-02-30', 'before=x', 'day=2026-11-22&day=2026-11-23'])(
  'the page of pictures rejects %s',
  (query) => {
    expect(() => parsePicturesQuery(new URLSearchParams(query), 'UTC')).toThrow(/^"\w+" .+\.$/)
  },
)

test('the form sends an empty day, which is the newest', () => {
  const before = { capturedAt: new Date(5), id: 1 }
  expect(parsePicturesQuery(new URLSearchParams('day='), 'UTC')).toMatchObject({ day: null })
  expect(parsePicturesQuery(new URLSearchParams('hidden=&before=5-1'), 'UTC')).toEqual({
    ...{ day: null, isHidden: true, camera: null, before },
  })
})
