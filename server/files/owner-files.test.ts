import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHttpServer, sendRequest } from '../http-server.fixture.ts'
import { withOwnerFiles } from './owner-files.ts'

let folder = ''
let server: Awaited<ReturnType<typeof openHttpServer>>

async function write(file: string, text: string | Buffer) {
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), text)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owner-'))
  await write('secret.txt', 'PRIVATE')
  await write('public/robots.txt', 'User-agent: *\n')
  await write('public/Prüfung 1.pdf', 'pdf')
  await write('public/page.html', '<!doctype html><title>Mine</title><script>alert(1)</script>')
  await write('public/.well-known/did.json', '{}')
  for (const file of [
    '.env',
    '.git/config',
    'sub/.hidden',
    '.well-known/.env',
    'sub/.well-known/x',
  ])
    await write(`public/${file}`, 'PRIVATE')
  for (const file of ['api/3dprinter/1/index', '_next/x', 'media/x', 'admin/x'])
    await write(`public/${file}`, 'PRIVATE')
  await write('public/video.mp4', Buffer.alloc(5 * 1024 * 1024, 'v'))
  await write('public/empty.txt', '')
  await symlink(join(folder, 'secret.txt'), join(folder, 'public/out.txt'))
  await symlink(folder, join(folder, 'public/up'))
  await symlink('.git/config', join(folder, 'public/inner.txt'))
  // As Kubernetes mounts a ConfigMap.
  await write('public/..2026_11_29/mounted.txt', 'MOUNTED')
  await symlink('..2026_11_29', join(folder, 'public/..data'))
  await symlink('..data/mounted.txt', join(folder, 'public/mounted.txt'))
  execFileSync('mkfifo', [join(folder, 'public/pipe')])
  server = await openHttpServer(
    withOwnerFiles(join(folder, 'public'), (_, response) => {
      response.statusCode = 404
      response.end('the engine')
    }),
  )
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  sendRequest(server.port, path, { headers })

test.each([
  ['/robots.txt', 'text/plain; charset=utf-8', 'User-agent: *\n'],
  ['/robots.txt?x=1', 'text/plain; charset=utf-8', 'User-agent: *\n'],
  ['/Pr%C3%BCfung%201.pdf', 'application/pdf', 'pdf'],
  ['/.well-known/did.json', 'application/json', '{}'],
  ['/mounted.txt', 'text/plain; charset=utf-8', 'MOUNTED'],
  ['/empty.txt', 'text/plain; charset=utf-8', ''],
])('%s is the owner’s file, with its type', async (path, type, text) => {
  const response = await get(path)
  expect([response.status, response.headers['content-type'], response.text]).toEqual([
    200,
    type,
    text,
  ])
  expect(response.headers['x-content-type-options']).toBe('nosniff')
})

test.each([
  ...['/.env', '/.git/config', '/sub/.hidden', '/.well-known/.env', '/sub/.well-known/x'],
  ...['/inner.txt', '/%2e%67it/config', '/..data/mounted.txt', '/..2026_11_29/mounted.txt'],
  ...['/out.txt', '/up/secret.txt', '/%2e%2e/secret.txt', '/sub%2f..%2f..%2fsecret.txt'],
  ...[
    '/',
    '/sub',
    '/pipe',
    '/robots.txt/',
    '//robots.txt',
    '/robots.txt%00',
    `/${'x'.repeat(300)}`,
  ],
  ...['/api/3dprinter/1/index', '/_next/x', '/media/x', '/admin/x'],
])('%s is not served from the folder', async (path) => {
  const { status, text } = await get(path)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(text).not.toMatch(/PRIVATE|MOUNTED|User-agent/)
})

test('a page of the owner’s is sent as it is; the policy allows only what is in it', async () => {
  const { text, headers } = await get('/page.html')
  expect(text).toBe('<!doctype html><title>Mine</title><script>alert(1)</script>')
  expect(headers['content-security-policy']).not.toContain('unsafe-inline')
})

describe('a copy', () => {
  test.each([{}, { cookie: 'a=b' }])('that is current gets 304, with %o', async (headers) => {
    const { etag } = (await get('/robots.txt', headers)).headers
    const again = await get('/robots.txt', { ...headers, 'if-none-match': String(etag) })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  test('that is outdated gets the new bytes', async () => {
    await write('public/changing.txt', 'one')
    const { etag } = (await get('/changing.txt', { cookie: 'a=b' })).headers
    await write('public/changing.txt', 'another')
    const again = await get('/changing.txt', { cookie: 'a=b', 'if-none-match': String(etag) })
    expect([again.status, again.text]).toEqual([200, 'another'])
  })
})

describe('a part of a large file', () => {
  const size = 5 * 1024 * 1024
  test.each([
    ['bytes=0-9', 206, 10, `bytes 0-9/${size}`],
    ['bytes=-5', 206, 5, `bytes ${size - 5}-${size - 1}/${size}`],
    [`bytes=${size - 3}-`, 206, 3, `bytes ${size - 3}-${size - 1}/${size}`],
    [`bytes=${size}-`, 416, null, `bytes */${size}`],
    ['bytes=9-0', 200, size, undefined],
    ['bytes=0-1,4-5', 200, size, undefined],
  ])('%s', async (range, status, length, contentRange) => {
    const { body, ...response } = await get('/video.mp4', { range })
    expect([response.status, response.headers['content-range']]).toEqual([status, contentRange])
    if (length !== null) expect(body.length).toBe(length)
  })
})

test('a file that can’t be read is an error, not absent', async () => {
  if (process.getuid?.() === 0) return
  await write('public/locked.txt', 'x')
  await chmod(join(folder, 'public/locked.txt'), 0)
  expect((await get('/locked.txt')).status).toBe(500)
})
