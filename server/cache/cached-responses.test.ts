import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { cacheControl, openSite, path } from './cached-site.fixture.ts'

describe('conditional requests', () => {
  test('a current copy gets 304, with no body and no call', async () => {
    const site = await openSite()
    const { etag } = (await site.get()).headers
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    for (const tags of [`${etag}`, '*', `W/${etag}`, `"other", ${etag}`, `W/"other",W/${etag}`]) {
      const response = await site.get(path, { 'if-none-match': tags })
      expect([tags, response.status, response.text]).toEqual([tags, 304, ''])
      expect(response.headers).toMatchObject({
        etag,
        'cache-control': cacheControl,
        age: expect.any(String),
      })
    }
    for (const tags of ['"other"', `${etag}`.slice(1, -1), `"x${`${etag}`.slice(1)}`])
      expect((await site.get(path, { 'if-none-match': tags })).status).toBe(200)
    expect(site.calls).toHaveLength(1)
  })

  test('also on the first call, when nothing is cached yet', async () => {
    const site = await openSite({ headers: { etag: '"route-made"' } })
    expect((await site.get(path, { 'if-none-match': '"route-made"' })).status).toBe(304)
    expect((await site.get()).headers.etag).toBe('"route-made"')
  })

  test('by date, as some feed readers send', async () => {
    const site = await openSite({ headers: { 'last-modified': 'Sun, 22 Nov 2026 14:30:05 GMT' } })
    const at = (date: string) => site.get(path, { 'if-modified-since': date })
    expect((await at('Sun, 22 Nov 2026 14:30:05 GMT')).status).toBe(304)
    expect((await at('Sun, 22 Nov 2026 14:30:04 GMT')).status).toBe(200)
    expect((await at('nonsense')).status).toBe(200)
  })
})

describe('encodings', () => {
  const long = JSON.stringify({ text: 'printing benchy '.repeat(200) })

  test('Brotli and gzip with their own ETags, and plain bytes for clients without either', async () => {
    const site = await openSite({ body: () => long })
    const plain = await site.get()
    const br = await site.get(path, { 'accept-encoding': 'gzip, deflate, br, zstd' })
    const gz = await site.get(path, { 'accept-encoding': 'gzip;q=1.0, br;q=0' })
    expect(plain.text).toBe(long)
    expect(brotliDecompressSync(br.body).toString()).toBe(long)
    expect(gunzipSync(gz.body).toString()).toBe(long)
    expect(br.headers).toMatchObject({
      'content-encoding': 'br',
      'content-length': String(br.body.length),
    })
    expect(gz.headers['content-encoding']).toBe('gzip')
    expect(new Set([plain, br, gz].map(({ headers }) => headers.etag)).size).toBe(3)
    for (const { headers } of [plain, br, gz]) expect(headers.vary).toBe('Accept-Encoding')
    const again = await site.get(path, {
      'accept-encoding': 'br',
      'if-none-match': `${br.headers.etag}`,
    })
    expect(again.status).toBe(304)
    const other = await site.get(path, {
      'accept-encoding': 'br',
      'if-none-match': `${plain.headers.etag}`,
    })
    expect(other.status).toBe(200)
    expect(site.calls).toHaveLength(1)
  })

  describe('long-lived responses are recompressed after the first was sent', () => {
    const lasting = { 'cache-control': 'public, max-age=0, s-maxage=600, must-revalidate' }
    const text = JSON.stringify(
      Array.from({ length: 400 }, (_, index) => `layer ${(index * 7919) % 1009}`),
    )
    const br = { 'accept-encoding': 'br' }
    const soon = { cache: { recompressEveryMs: 20 } }

    test('not short-lived ones, nor those that are not requested again', async () => {
      const brief = await openSite({ body: () => text }, soon)
      const once = await openSite({ body: () => text, headers: lasting }, soon)
      const first = await brief.get(path, br)
      await brief.get(path, br)
      await once.get(path, br)
      const { bytes } = once.cache
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect((await brief.get(path, br)).headers.etag).toBe(first.headers.etag)
      expect(once.cache.bytes).toBe(bytes)
    })

    test('with a new ETag, and a client with the first one still gets 304', async () => {
      const site = await openSite({ body: () => text, headers: lasting }, soon)
      const first = await site.get(path, br)
      await expect
        .poll(async () => (await site.get(path, br)).body.length)
        .toBeLessThan(first.body.length)
      const best = await site.get(path, br)
      expect(brotliDecompressSync(best.body).toString()).toBe(text)
      expect(best.headers['content-length']).toBe(String(best.body.length))
      expect(best.headers.etag).not.toBe(first.headers.etag)
      for (const { etag } of [first.headers, best.headers]) {
        const again = await site.get(path, { ...br, 'if-none-match': `${etag}` })
        expect([again.status, again.headers.etag]).toEqual([304, etag])
      }
      expect(site.calls).toHaveLength(1)
    })
  })

  test('short responses and pictures are not compressed', async () => {
    const short = await openSite()
    const response = await short.get(path, { 'accept-encoding': 'br' })
    expect(response.headers['content-encoding']).toBeUndefined()
    expect(response.headers.vary).toBeUndefined()
    const jpeg = Buffer.alloc(5_000, 0xff)
    const picture = await openSite({ body: () => jpeg, headers: { 'content-type': 'image/jpeg' } })
    const received = await picture.get('/media/a/640.jpg', { 'accept-encoding': 'br' })
    expect(received.headers['content-encoding']).toBeUndefined()
    expect(received.body.equals(jpeg)).toBe(true)
  })

  test('an expired response that is unchanged keeps its encodings', async () => {
    const site = await openSite({
      body: () => long,
      headers: { 'cache-control': 'public, s-maxage=1' },
    })
    const first = await site.get(path, { 'accept-encoding': 'br' })
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    const second = await site.get(path, {
      'accept-encoding': 'br',
      'if-none-match': `${first.headers.etag}`,
    })
    expect(site.calls).toHaveLength(2)
    expect(second.status).toBe(304)
  })

  test('bytes above 127 survive the cache', async () => {
    const text = JSON.stringify({ status: 'Düse 215 °C, 42 % ▓ 🖨' })
    const site = await openSite({ body: () => text })
    expect((await site.get()).text).toBe(text)
    expect((await site.get()).text).toBe(text)
  })
})

test('memory is bounded, and requested entries stay', async () => {
  const maxBytes = 200_000
  const site = await openSite(
    { body: () => 'x'.repeat(10_000), headers: { 'content-type': 'image/jpeg' } },
    { cache: { maxBytes } },
  )
  await site.get('/media/wanted')
  for (let index = 0; index < 60; index += 1) {
    await site.get(`/media/${index}`)
    await site.get('/media/wanted')
    expect(site.cache.bytes).toBeLessThanOrEqual(maxBytes)
  }
  expect(site.calls).toHaveLength(61)
  expect(site.cache.size).toBeGreaterThan(3)
  await site.get('/media/0')
  expect(site.calls).toHaveLength(62)
})
