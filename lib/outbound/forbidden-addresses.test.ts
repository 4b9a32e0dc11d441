import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileHosts, setHostileAnswers } from './hostile-hosts.fixture.ts'
import { type HostileNetwork, openHostileNetwork } from './hostile-network.fixture.ts'
import { resolveRedirect } from './reach.ts'

/* Whatever address a stranger names, nothing inside gets a connection. */

let network: HostileNetwork
beforeAll(async () => {
  network = await openHostileNetwork()
  setHostileAnswers(network)
  const { pages } = network
  pages.set('/page', (_, response) => response.setHeader('content-type', 'text/html').end('<p>'))
})
afterAll(() => network.close())

/** What the code makes of it: `null` is no URL, which nothing requests. */
async function attempt(text: string): Promise<string> {
  const url = URL.parse(text)
  if (url === null) return 'not a URL'
  return await network.outbound.fetch({ url, timeoutMs: 3_000 }).then(
    () => 'fetched',
    (error: { name: string; code: string }) => `${error.name} ${error.code}`,
  )
}

test('what a name inside resolves to is not said', async () => {
  const url = new URL('http://inside.example/')
  await expect(network.outbound.fetch({ url })).rejects.toThrow(
    /^inside.example is not a public address$/,
  )
})

const refused = /^(not a URL|OutboundError (invalid-url|forbidden-address|unresolvable|redirects))$/

test('the listener inside counts, and the public server responds', async () => {
  const before = network.inside
  for (const host of ['127.0.0.1', '::1', '127.9.9.9'])
    await new Promise((resolve) => connect(network.insidePort, host).on('close', resolve).resume())
  expect(network.inside - before).toBe(3)
  const url = new URL(`http://public.example:${network.publicPort}/page`)
  expect((await network.outbound.fetch({ url })).body.toString()).toBe('<p>')
})

describe('an address of a stranger', () => {
  test.each(hostileHosts)('%s gets no connection', async (host) => {
    const before = network.inside
    expect(await attempt(`http://${host}:${network.insidePort}/`)).toMatch(refused)
    expect(await attempt(`http://${host}/`)).toMatch(refused)
    expect(network.inside).toBe(before)
  })

  test.each([
    ...['file:///etc/passwd', 'gopher://public.example/_x', 'ftp://public.example/', 'data:,x'],
    ...[
      'javascript:1',
      'blob:http://public.example/1',
      'dict://public.example/',
      'ws://public.example/',
    ],
    ...['http://public.example:22/', 'http://public.example:6379/', 'https://public.example:8443/'],
    ...[
      'http://public.example:0/',
      'http://me@public.example/',
      'http://me:secret@public.example/',
    ],
    ...['//public.example/', 'public.example', 'http:///'],
  ])('%s is refused', async (text) => {
    const before = network.lookups.length
    expect(await attempt(text)).toMatch(refused)
    expect(network.lookups).toHaveLength(before)
  })
})

describe('a redirect of a stranger', () => {
  test.each([...hostileHosts, ''])('to %s gets no connection', async (host) => {
    const { insidePort, publicPort, pages } = network
    const before = network.inside
    pages.set('/away', (_, response) =>
      response.writeHead(302, { location: encodeURI(`http://${host}:${insidePort}/`) }).end(),
    )
    expect(await attempt(`http://public.example:${publicPort}/away`)).toMatch(refused)
    expect(network.inside).toBe(before)
  })

  test.each([
    ...[
      'file:///etc/passwd',
      'gopher://127.0.0.1:6379/_x',
      'ftp://public.example/',
      'data:text/html,x',
    ],
    ...[
      'http://169.254.169.254/latest/meta-data/',
      'http://metadata.google.internal@169.254.169.254/',
    ],
    ...['http://[half', 'http://public.example:22/', '///', 'http://me@public.example/'],
  ])('to %s is refused', async (location) => {
    network.pages.set('/away', (_, response) => response.writeHead(301, { location }).end())
    expect(await attempt(`http://public.example:${network.publicPort}/away`)).toMatch(refused)
  })

  test('is followed five times at most, and never in a circle', async () => {
    const at = (path: string) => `http://public.example:${network.publicPort}${path}`
    for (let left = 1; left <= 6; left++)
      network.pages.set(`/chain-${left}`, (_, response) =>
        response.writeHead(307, { location: left === 1 ? '/page' : `/chain-${left - 1}` }).end(),
      )
    network.pages.set('/circle', (_, response) =>
      response.writeHead(308, { location: '/circle' }).end(),
    )
    expect(await attempt(at('/chain-5'))).toBe('fetched')
    expect(await attempt(at('/chain-6'))).toBe('OutboundError redirects')
    const before = network.requests.length
    expect(await attempt(at('/circle'))).toBe('OutboundError redirects')
    expect(network.requests.length - before).toBe(6)
  })

  test('carries no cookie', async () => {
    let cookie: string | undefined = 'unset'
    network.pages.set('/cookie', (_, response) =>
      response.writeHead(302, { location: '/look', 'set-cookie': 'a=1' }).end(),
    )
    network.pages.set('/look', (request, response) => {
      cookie = request.headers.cookie
      response.end()
    })
    expect(await attempt(`http://public.example:${network.publicPort}/cookie`)).toBe('fetched')
    expect(cookie).toBeUndefined()
  })

  test('from HTTPS to HTTP is refused', () => {
    const from = new URL('https://public.example/a')
    expect(resolveRedirect(from, '/b').href).toBe('https://public.example/b')
    expect(() => resolveRedirect(from, 'http://public.example/')).toThrow('from HTTPS to HTTP')
  })
})

describe('a name that resolves differently a moment later', () => {
  test('is resolved once for a request, and the connection uses that address', async () => {
    const { inside, lookups } = network
    const before = lookups.length
    expect(await attempt(`http://rebinding.example:${network.publicPort}/page`)).toBe('fetched')
    expect(lookups.slice(before)).toEqual(['rebinding.example'])
    expect(await attempt(`http://rebinding.example:${network.insidePort}/`)).toMatch(refused)
    expect(network.inside).toBe(inside)
  })

  test('is checked again after a redirect to itself', async () => {
    const { inside, insidePort, publicPort } = network
    network.answers.set('again.example', [['127.0.0.2'], ['127.0.0.1']])
    network.pages.set('/again', (_, response) =>
      response.writeHead(302, { location: `http://again.example:${insidePort}/` }).end(),
    )
    expect(await attempt(`http://again.example:${publicPort}/again`)).toMatch(refused)
    expect(network.inside).toBe(inside)
  })
})
