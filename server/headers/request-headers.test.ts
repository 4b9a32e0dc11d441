import { afterEach, expect, test } from 'vitest'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'

let server: Awaited<ReturnType<typeof openHttpServer>> | null = null
afterEach(() => server?.close())

const html = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

async function open() {
  server = await openHttpServer((request, response) => {
    const isText = request.url?.split('?')[0]?.endsWith('.txt')
    response.writeHead(200, {
      'content-type': isText ? 'text/plain' : 'text/html',
      'cache-control': 'public, s-maxage=60',
    })
    response.end(request.url)
  })
  const { port } = server
  return async (path: string, accept?: string) =>
    (await sendRequest(port, path, accept === undefined ? {} : { headers: { accept } })).text
}

test.each([
  ['text/plain', '/printers/1.txt'],
  ['text/plain, */*;q=0.1', '/printers/1.txt'],
  ['text/plain;q=0.5, text/html', '/printers/1'],
  ['text/plain;q=0', '/printers/1'],
  ['text/plain, text/html', '/printers/1'],
  [html, '/printers/1'],
  ['*/*', '/printers/1'],
])('a client that accepts "%s" gets %s', async (accept, expected) => {
  const get = await open()
  expect(await get('/printers/1', accept)).toBe(expected)
})

test('both variants are cached, each for its clients', async () => {
  const get = await open()
  for (let round = 0; round < 2; round += 1) {
    expect(await get('/printers/1', 'text/plain')).toBe('/printers/1.txt')
    expect(await get('/printers/1', html)).toBe('/printers/1')
    expect(await get('/printers/1')).toBe('/printers/1')
  }
})

test('Vary says that the page depends on Accept, and other pages don’t have it', async () => {
  await open()
  const vary = async (path: string) =>
    (await sendRequest(server?.port ?? 0, path)).headers.vary ?? ''
  expect(await vary('/printers/1')).toMatch(/\bAccept\b(?!-)/)
  expect(await vary('/printers/1/present')).not.toMatch(/\bAccept\b(?!-)/)
  expect(await vary('/')).not.toMatch(/\bAccept\b(?!-)/)
})

test('only a printer’s page has a text variant', async () => {
  const get = await open()
  for (const path of ['/', '/printers', '/printers/1/present', '/api/3dprinter/1/'])
    expect(await get(path, 'text/plain')).toBe(path)
})
