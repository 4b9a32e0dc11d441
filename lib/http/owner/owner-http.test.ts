import { expect, test } from 'vitest'
import { linkInput, nameInput } from './inputs.ts'
import { readInput } from './read-input.ts'
import { requireSameOrigin } from './same-origin.ts'
import { readSessionCookie, renderSessionCookie } from './session-cookie.ts'

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
  [null, null],
  ['', null],
  ['theme=dark', null],
  ['__Secure-owner=', null],
  ['owner=abc', null],
  ['theme=dark; __Secure-owner=abc; x=y', 'abc'],
])('the session in the cookie header %s is %s', (header, expected) => {
  expect(readSessionCookie(site, header)).toBe(expected)
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
