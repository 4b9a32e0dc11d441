import { expect, test } from 'vitest'
import { addVariant, createEntry, reuseEncodings } from './entry.ts'

const origin = { proto: 'https', host: 'site.example' } as const
const makeEntry = (body: string) =>
  createEntry(
    {
      status: 200,
      fields: new Map([['content-type', 'text/html; charset=utf-8']]),
      body: Buffer.from(body),
    },
    { path: '/blog', origin, heldSeconds: 600, nowMs: 0 },
  )

test('the same page, rendered again, keeps its best encoding and the tag that it had before that', () => {
  const text = 'x'.repeat(2_000)
  const held = makeEntry(text)
  const quick = addVariant(held, 'br', Buffer.from('quick'))
  const best = addVariant(held, 'br', Buffer.from('best'), true)
  expect(best.etag).not.toBe(quick.etag)

  const changed = makeEntry(`${text}y`)
  expect(reuseEncodings(held, changed)).toBe(false)
  expect(changed.variants.br).toBeNull()

  const again = makeEntry(text)
  expect(reuseEncodings(held, again)).toBe(true)
  expect(again.variants.br).toMatchObject({ body: 'best', isBest: true, etag: best.etag })
  expect(again.variants.br?.former?.etag).toBe(quick.etag)
})
