import { expect, test } from 'vitest'
import { createEtag, isCurrent, matchesEtag } from './etag.ts'

test('an ETag is strong and depends on the bytes alone', () => {
  expect(createEtag('a')).toMatch(/^"[\w-]{27}"$/)
  expect(createEtag('a')).toBe(createEtag(Buffer.from('a')))
  expect(createEtag('a')).not.toBe(createEtag('b'))
})

test.each([
  ['"a"', true],
  ['*', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['W/"b",W/"a"', true],
  ['"b"', false],
  ['a', false],
  ['"xa"', false],
  ['"b", "xa"', false],
])('If-None-Match %s matches "a": %s', (ifNoneMatch, expected) => {
  expect(matchesEtag(ifNoneMatch, '"a"')).toBe(expected)
})

test('If-Modified-Since counts only where the client sends no ETag', () => {
  const known = { etag: '"a"', lastModified: 'Sun, 22 Nov 2026 14:30:05 GMT' }
  const since = { 'if-modified-since': known.lastModified }
  expect(isCurrent(new Headers(since), known)).toBe(true)
  expect(isCurrent(new Headers({ ...since, 'if-none-match': '"b"' }), known)).toBe(false)
  expect(isCurrent(new Headers(since), { etag: '"a"' })).toBe(false)
  expect(isCurrent(new Headers(), known)).toBe(false)
})
