import { expect, test } from 'vitest'
import { isSitePath, isWebAddress } from './site-path.ts'

const site = 'https://site.example'
const tricks = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '///evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:\\\\evil.example',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  ' https://evil.example',
  '',
]

test.each(tricks)('%j is neither a path of the site nor an address', (text) => {
  expect([isSitePath(text), isWebAddress(text)]).toEqual([false, false])
})

test.each(['/', '/a/b?c=//d#e', '/%5Cevil.example', '/größe'])(
  '%j is a path of the site',
  (text) => {
    expect(isSitePath(text)).toBe(true)
    expect(new URL(text, site).origin).toBe(site)
  },
)

test.each(['https://a.example', 'HTTP://a.example/b?c#d', 'https://größe.example/'])(
  '%j is an address',
  (text) => expect(isWebAddress(text)).toBe(true),
)
