import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sampleMessage } from '../sample-message.fixture.ts'
import { createPushRequest } from './create-request.ts'
import { encrypt, maxPlaintextBytes } from './encrypt.ts'
import { createBrowser } from './push-service.fixture.ts'
import { subscriptionSchema } from './subscription.ts'
import { authorize, createPushKeys, findPushSubject } from './vapid.ts'

const at = new Date('2026-11-22T12:00:00Z')
const vapid = { ...createPushKeys(), subject: 'https://example.org' }

describe('a message', () => {
  test.each([0, 1, 300, 1944, 1945, 1946, 2000, maxPlaintextBytes])(
    'of %i bytes is what another implementation decrypts, in one of two sizes',
    (bytes) => {
      const browser = createBrowser('https://push.example/x')
      const text = randomBytes(bytes)
      const body = encrypt(text, browser.subscription.keys)
      expect(browser.decrypt(body)).toEqual(text)
      expect([2048, 4096]).toContain(body.length)
    },
  )

  test('that is too long is refused', () => {
    const { subscription } = createBrowser('https://push.example/x')
    expect(() => encrypt(Buffer.alloc(maxPlaintextBytes + 1), subscription.keys)).toThrow(
      RangeError,
    )
  })

  test('is no other browser’s', () => {
    const [one, other] = [
      createBrowser('https://push.example/1'),
      createBrowser('https://push.example/2'),
    ]
    const body = encrypt(Buffer.from('a'), one.subscription.keys)
    expect(() => other.decrypt(body)).toThrow()
  })
})

describe('a request', () => {
  const browser = createBrowser('https://push.example/send/abc')
  const create = (changes: Partial<typeof sampleMessage> = {}) =>
    createPushRequest(browser.subscription, vapid, { ...sampleMessage, ...changes }, at)
  const read = (changes: Partial<typeof sampleMessage> = {}) =>
    JSON.parse(browser.decrypt(Buffer.from(create(changes).body)).toString())

  test('has what push services demand', () => {
    const { url, headers, isHome } = create()
    expect({ url: url.href, isHome }).toEqual({ url: browser.subscription.endpoint, isHome: false })
    expect(headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      ttl: '86280',
      urgency: 'normal',
    })
    expect(headers.topic).toMatch(/^[A-Za-z0-9_-]{1,32}$/)
  })

  test('says the same as any channel', () => {
    const { id, title, text, url, picture } = sampleMessage
    expect(read()).toMatchObject({ id, title, text, url, image: picture?.url })
  })

  test('replaces an older one about the same print, and no other', () => {
    const print = (number: number) => ({ number }) as NonNullable<typeof sampleMessage.print>
    const topic = (number: number) => create({ print: print(number) }).headers.topic
    expect(topic(12)).toBe(topic(12))
    expect(topic(12)).not.toBe(topic(13))
    expect(create({ printer: null }).headers).not.toHaveProperty('topic')
  })

  test('is not kept for longer than it is news', () => {
    const started = create({ type: 'print.started', at: new Date(at.getTime() - 60_000) })
    expect(started.headers.ttl).toBe('540')
    const old = create({ type: 'print.started', at: new Date(at.getTime() - 3_600_000) })
    expect(old.headers.ttl).toBe('0')
  })

  test('fits, whatever it says', () => {
    const long = '\u{1F9EA}"\\\n'.repeat(3000)
    const picture = { url: `https://example.org/${'a'.repeat(3000)}`, alt: '' }
    for (const changes of [{ text: long }, { title: long, text: long }, { text: long, picture }]) {
      expect(Buffer.from(create(changes).body).length).toBeLessThanOrEqual(4096)
      expect(read(changes)).toMatchObject({ url: sampleMessage.url })
    }
  })
})

test('the token is signed by the site’s key, for one service, and ends within a day', () => {
  const [, token = '', key = ''] =
    /^vapid t=([^,]+), k=(.+)$/.exec(authorize(vapid, 'https://push.example', at)) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  expect(point).toHaveLength(65)
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) =>
    part.toString('base64url'),
  )
  const publicKey = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x, y },
    format: 'jwk',
  } as never)
  const content = Buffer.from(`${head}.${claims}`)
  const bytes = Buffer.from(signature, 'base64url')
  expect(verify('sha256', content, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true)
  const parsed = JSON.parse(Buffer.from(claims, 'base64url').toString())
  expect(parsed).toEqual({
    aud: 'https://push.example',
    exp: at.getTime() / 1000 + 12 * 3600,
    sub: 'https://example.org',
  })
})

test('keys are made as RFC 8292 has them, also with a scalar that begins with zeros', () => {
  for (let count = 0; count < 600; count++) {
    const { publicKey, privateKey } = createPushKeys()
    expect([publicKey.length, privateKey.length]).toEqual([87, 43])
  }
})

test.each([
  ['https://example.org', 'https://example.org'],
  ['https://printer.local', null],
  ['https://localhost', null],
  ['https://printer.home.arpa', null],
  ['https://192.168.1.2', null],
  ['https://[fd00::1]', null],
  ['http://example.org', null],
  ['http://localhost:3000', null],
])('push services know a site at %s as %s', (siteUrl, expected) => {
  expect(findPushSubject(siteUrl, [{ url: 'https://example.net' }])).toBe(expected)
})

test('an e-mail address of the owner’s serves where the site’s address doesn’t', () => {
  const profiles = [{ url: 'https://example.net' }, { url: 'mailto:me@example.org' }]
  expect(findPushSubject('http://localhost:3000', profiles)).toBe('mailto:me@example.org')
})

describe('a subscription', () => {
  const { subscription } = createBrowser('https://fcm.googleapis.com/fcm/send/abc')
  const check = (changes: object, keys: object = {}) =>
    subscriptionSchema.safeParse({
      ...subscription,
      ...changes,
      keys: { ...subscription.keys, ...keys },
    }).success

  test('as browsers make it is valid', () => {
    expect(check({ expirationTime: null })).toBe(true)
  })

  test.each([
    'http://fcm.googleapis.com/x',
    'https://localhost/x',
    'https://intranet/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://192.168.0.7/x',
    'https://169.254.169.254/latest',
    'https://me:secret@push.example/x',
    'https://push.example:8443/x',
    'https://push.example/',
    'https://push.example/x#y',
    `https://push.example/${'x'.repeat(1000)}`,
    'push',
  ])('at %.60s is refused', (endpoint) => {
    expect(check({ endpoint })).toBe(false)
  })

  const point = createECDH('prime256v1').generateKeys()
  const offCurve = Buffer.from(point).fill(7, 40, 65)
  const other = createECDH('secp256k1').generateKeys()
  test.each([
    ['a point that isn’t on the curve', offCurve.toString('base64url')],
    ['a point of another curve', other.toString('base64url')],
    ['a compressed point', createECDH('prime256v1').generateKeys('base64url', 'compressed')],
    ['the point at infinity', Buffer.alloc(65).toString('base64url')],
    ['too few bytes', point.subarray(0, 64).toString('base64url')],
    ['plain base64', `${point.toString('base64url').slice(0, 85)}+/`],
    ['nothing', ''],
  ])('with %s is refused', (_, p256dh) => {
    expect(check({}, { p256dh })).toBe(false)
  })

  test.each([
    '',
    'short',
    randomBytes(15).toString('base64url'),
    randomBytes(17).toString('base64url'),
  ])('with the secret "%s" is refused', (auth) => {
    expect(check({}, { auth })).toBe(false)
  })
})
