import { expect, test } from 'vitest'
import { testSite } from '#lib/site/site.fixture.ts'
import { setSite } from '#lib/site/site.ts'
import { parseArchiveRequest } from './parse-archive-request.ts'

setSite(testSite)

test.each([
  [{ day: 'yesterday' }, /"day" must be a day like/],
  [{ day: '2026-02-30' }, /"day" must be a day like/],
  [{ before: 'x' }, /"before" must be the "next"/],
  [{ after: 'x' }, /"after" must be the "previous"/],
  [{ before: '5-1', after: '5-1' }, /not both/],
  [{ state: 'happy' }, /"state" must be one of/],
  [{ print: ['1', '2'] }, /given twice/],
])('%o: says what is wrong and shows everything', (given, error) => {
  const request = parseArchiveRequest(given)
  expect(request.error).toMatch(error)
  expect(request).toMatchObject({ day: null, page: { before: null } })
  expect(request.filters.size).toBe(0)
})

test('empty form fields are no filters', () => {
  const request = parseArchiveRequest({ day: '', state: '', print: '', before: undefined })
  expect(request).toMatchObject({ error: null, day: null, page: { before: null, limit: 48 } })
  expect(request.filters.size).toBe(0)
})

test('a day jumps to its end in the site’s zone, and older pictures follow', () => {
  const { page, query, day, filters } = parseArchiveRequest({ day: '2026-11-22', state: 'idle' })
  // Midnight in the site's zone, eight hours behind UTC.
  expect(page.before).toEqual({ capturedAt: new Date('2026-11-23T08:00:00Z'), id: 0 })
  expect(query).toMatchObject({ from: null, to: null, state: 'idle' })
  expect([day, String(filters)]).toEqual(['2026-11-22', 'state=idle'])
})

test('what is wrong with a filter shows no other camera’s pictures', () => {
  expect(parseArchiveRequest({ day: 'x' }, 2)).toMatchObject({ query: { camera: 2 } })
  expect(parseArchiveRequest({ state: 'idle' }, 2)).toMatchObject({ query: { camera: 2 } })
})

test('a cursor overrides the day', () => {
  const given = { day: '2026-11-22', before: '1700000000000-7' }
  expect(parseArchiveRequest(given)).toMatchObject({ day: null, page: { before: { id: 7 } } })
})
