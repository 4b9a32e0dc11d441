import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerChallenge, type DigestCredentials, rememberNonce } from './digest.ts'
import { sendHomeRequest } from './home-http.ts'
import { startRawServer } from './testing/raw-server.ts'

const mufasa = { user: 'Mufasa', password: 'Circle of Life' }
let origins = 0
const answer = (
  header: string | null,
  credentials: DigestCredentials = mufasa,
  uri = '/dir/index.html',
) => answerChallenge(header, credentials, { method: 'GET', uri, origin: `test ${origins}` })
const field = (text: string | null, name: string) =>
  new RegExp(`[ ,]${name}="?((?:[^"\\\\,]|\\\\.)*)"?`).exec(text ?? '')?.[1] ?? ''

/** What a server computes from the header it got. */
function expected(
  given: string | null,
  hashName: string,
  {
    realm,
    session = false,
    qop = 'auth',
    user = 'Mufasa',
    password = 'Circle of Life',
  }: { realm: string; session?: boolean; qop?: string | null; user?: string; password?: string },
) {
  const hash = (text: string) => createHash(hashName).update(text).digest('hex')
  const [nonce, cnonce, nc] = ['nonce', 'cnonce', 'nc'].map((name) => field(given, name))
  const a1 = hash(`${user}:${realm}:${password}`)
  const key = session ? hash(`${a1}:${nonce}:${cnonce}`) : a1
  const a2 = hash(`GET:${field(given, 'uri')}${qop === 'auth-int' ? `:${hash('')}` : ''}`)
  return hash(
    qop === null ? `${key}:${nonce}:${a2}` : `${key}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`,
  )
}

describe('Digest by RFC 7616', () => {
  test.each([
    ['MD5', 'md5', false],
    ['md5', 'md5', false],
    ['MD5-sess', 'md5', true],
    ['SHA-256', 'sha256', false],
    ['SHA-256-sess', 'sha256', true],
    ['SHA-512-256', 'sha512-256', false],
  ])('%s', (algorithm, hashName, session) => {
    const given = answer(
      `Digest realm="Administrator",qop="auth",algorithm="${algorithm}",nonce="x",opaque="y"`,
    )
    expect(field(given, 'response')).toBe(
      expected(given, hashName, { realm: 'Administrator', session }),
    )
    expect(given).toMatch(
      /^Digest username="Mufasa", .*opaque="y", qop=auth, nc=00000001, cnonce="/,
    )
  })

  test.each([
    ['none, as in RFC 2069', '', null],
    ['auth-int', ', qop="auth-int"', 'auth-int'],
    ['both', ', qop="auth-int, auth"', 'auth'],
    ['both without quotes around one', ', qop=auth', 'auth'],
  ])('qop: %s', (_case, qop, chosen) => {
    const given = answer(`Digest realm="r", nonce="n"${qop}`)
    expect(field(given, 'response')).toBe(expected(given, 'md5', { realm: 'r', qop: chosen }))
  })

  test.each([
    [
      'several challenges in one header',
      'Basic realm="a, b", Digest realm="r", nonce="n", qop="auth", algorithm=MD5, Digest realm="r", nonce="m", qop="auth", algorithm=SHA-256',
      'm',
    ],
    [
      'an unknown algorithm first',
      'Digest realm="r", nonce="n", algorithm=SHA3, Digest realm="r", nonce="m"',
      'm',
    ],
    [
      'an unknown qop first',
      'Digest realm="r", nonce="n", qop="other", Digest realm="r", nonce="m"',
      'm',
    ],
    ['Negotiate first', 'Negotiate abc==, Digest realm="r", nonce="m"', 'm'],
    ['spaces around =', 'digest Realm = "r" , NONCE = "m"', 'm'],
  ])('%s', (_case, header, nonce) => {
    expect(field(answer(header), 'nonce')).toBe(nonce)
  })

  test('quotes and backslashes in the realm and the name', () => {
    const given = answer('Digest realm="a \\"b\\" \\\\c", nonce="n", qop="auth"', {
      user: 'M"x',
      password: 'p',
    })
    expect(given).toContain('username="M\\"x", realm="a \\"b\\" \\\\c"')
    expect(field(given, 'response')).toBe(
      expected(given, 'md5', { realm: 'a "b" \\c', user: 'M"x', password: 'p' }),
    )
  })

  test('a name in UTF-8, and a hashed one', () => {
    const jason = { user: 'Jäsøn Doe', password: 'Secret, or not?' }
    const head =
      'Digest realm="api@example.org", nonce="n", qop="auth", algorithm=SHA-512-256, charset=UTF-8'
    const plain = answer(head, jason)
    expect(plain).toContain("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe,")
    const realm = 'api@example.org'
    expect(field(plain, 'response')).toBe(expected(plain, 'sha512-256', { realm, ...jason }))
    // The example of RFC 7616 section 3.9.2, as corrected by its errata.
    expect(answer(`${head}, userhash=true`, jason)).toContain(
      'username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"',
    )
  })

  test('a nonce is used again with a higher count, and the server may replace it', () => {
    origins += 1
    expect(answer(null)).toBeNull()
    answer('Digest realm="r", nonce="n", qop="auth"')
    const second = answer(null)
    expect([field(second, 'nonce'), field(second, 'nc')]).toEqual(['n', '00000002'])
    expect(field(second, 'response')).toBe(expected(second, 'md5', { realm: 'r' }))
    rememberNonce(`test ${origins}`, 'nextnonce="m", qop=auth')
    const third = answer(null)
    expect([field(third, 'nonce'), field(third, 'nc')]).toEqual(['m', '00000001'])
    expect(answer(null, { user: 'another', password: 'p' })).toBeNull()
  })

  test.each(['Basic realm="r"', 'Digest realm="r", nonce="n", algorithm=SHA3', '', 'Digest'])(
    'nothing for %j but what it can answer',
    (header) => {
      if (header !== 'Digest') expect(answer(header)).toBeNull()
    },
  )
})

describe('any address at home', () => {
  const signal = new AbortController().signal
  const reject = (nonce: string, more = '') =>
    `HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="r"\r\nWWW-Authenticate: Digest realm="r", nonce="${nonce}", qop="auth"${more}\r\nContent-Length: 0\r\n\r\n`
  const accept = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
  const nonceOf = (request: string) =>
    field(/^authorization:.*$/im.exec(request)?.[0] ?? '', 'nonce')
  const send = (url: URL) => {
    const address = new URL(url)
    address.username = 'Mufasa'
    address.password = 'Circle of Life'
    return sendHomeRequest({ url: address, signal }, 1000)
  }

  test('gets a new answer where a nonce has expired, and the next request none that is old', async () => {
    const nonces = ['a', 'b', 'b', 'c']
    const { url, requests } = await startRawServer((request) => {
      if (nonceOf(request) === 'b') return accept
      return nonceOf(request) === 'a' ? reject('b', ', stale=TRUE') : reject('a')
    })
    expect((await send(url)).status).toBe(200)
    expect((await send(url)).status).toBe(200)
    expect(requests.map(nonceOf)).toEqual(['', ...nonces.slice(0, 3)])
  })

  test('is asked twice at most where the password is wrong', async () => {
    const { url, requests } = await startRawServer(() => reject('a'))
    expect((await send(url)).status).toBe(401)
    expect(requests).toHaveLength(2)
  })
})
