import { expect, test } from 'vitest'
import { addVariant, createEntry, reuseVariants } from './entry.ts'

const origin = { proto: 'https', host: 'site.example' } as const
const makeEntry = (body: string) =>
  createEntry(
    {
      status: 200,
      headers: new Map([['content-type', 'text/html; charset=utf-8']]),
      body: Buffer.from(body),
    },
    { path: '/blog', origin, ttlSeconds: 600, nowMs: 0 },
  )

test('an unchanged page that is rendered again keeps its best variant and the ETag before it', () => {
  const text = 'x'.repeat(2_000)
  const cached = makeEntry(text)
  const quick = addVariant(cached, 'br', Buffer.from('quick'))
  const best = addVariant(cached, 'br', Buffer.from('best'), true)
  expect(best.etag).not.toBe(quick.etag)

  const changed = makeEntry(`${text}y`)
  expect(reuseVariants(cached, changed)).toBe(false)
  expect(changed.variants.br).toBeNull()

  const again = makeEntry(text)
  expect(reuseVariants(cached, again)).toBe(true)
  expect(again.variants.br).toMatchObject({ body: 'best', isBest: true, etag: best.etag })
  expect(again.variants.br?.previous?.etag).toBe(quick.etag)
})
