import { expect, test } from 'vitest'
import { openSite } from '../cache/cached-site.fixture.ts'

test.each([
  ['/admin/api/backup', 'HEAD'],
  ['/admin', 'GET'],
])('a HEAD of %s is a %s for its route, and has no body', async (path, method) => {
  const seen: (string | undefined)[] = []
  const site = await openSite({
    headers: { 'cache-control': 'no-store' },
    before: async (request) => void seen.push(request.method),
  })
  const { status, body } = await site.head(path)
  expect([status, body.length]).toEqual([200, 0])
  expect(seen).toEqual([method])
})
