import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from '../site/start-site.ts'
import { grade, installObservatory } from './observatory.ts'

let folder: string
let site: Site

beforeAll(async () => {
  await installObservatory()
  folder = await mkdtemp(join(tmpdir(), 'observatory-'))
  site = await startSite({
    PORT: '0',
    METRICS_PORT: '0',
    DATA_DIR: folder,
    SITE_URL: 'https://printer.example',
    TRUSTED_PROXIES: '1',
    PRINTER_NAME: 'Maker Select',
    SNAPPER_USER: 'snapper',
    SNAPPER_PASSWORD: 'only-for-this-test',
  })
})
afterAll(async () => {
  await site?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** One page of each kind. */
const paths = [
  ...[
    '/',
    '/blog',
    '/blog/2021',
    '/2021/02/07/0/grafana-debugging',
    '/tags',
    '/projects',
    '/about',
  ],
  ...['/search?q=lamp', '/printers', '/printers/1', '/printers/1/prints', '/printers/1/snapshots'],
  ...[
    '/printers/1/readings',
    '/printers/1/present',
    '/printers/1/share',
    '/printers/1/embed',
    '/nowhere',
  ],
]

test.each(paths)('Mozilla’s Observatory grades %s A+', async (path) => {
  expect(await grade(site.url, path, 'printer.example')).toMatchObject({ grade: 'A+', broken: [] })
})

test('a plain server is not graded A+, so the grades above are earned', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<script src="/a.js"></script>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server
  const { grade: given, broken } = await grade(`http://127.0.0.1:${port}`, '/', 'printer.example')
  server.close()
  expect(given).toBe('D')
  expect(broken).toContain('csp-not-implemented')
})
