import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createS3Request } from '#lib/storage/blobs/s3-request.ts'
import { parseBlobsUrl } from '#lib/storage/blobs/s3-url.ts'
import { findFreePort } from '../free-port.ts'
import { type S3Server, startS3Server } from '../s3/s3-server.ts'
import { type Site, startSite } from '../site/start-site.ts'

const password = 'only-for-this-test'
const folder = mkdtempSync(join(tmpdir(), 'paparazza-s3-'))
let server: S3Server
let site: Site

beforeAll(async () => {
  server = await startS3Server()
  const url = `s3://${encodeURIComponent(server.accessKeyId)}:${server.secretAccessKey}@${server.host}/pictures?tls=off`
  await createS3Request(parseBlobsUrl(url))({ method: 'PUT' })
  site = await startSite({
    PORT: '0',
    METRICS_PORT: String(await findFreePort()),
    DATA_DIR: join(folder, 'data'),
    BLOBS_URL: url,
    PRINTER_NAME: 'Maker Select',
    SNAPPER_USER: 'snapper',
    SNAPPER_PASSWORD: password,
  })
})
afterAll(async () => {
  await site?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the built site stores pictures on an S3 server that demands a Content-Length', async () => {
  const background = { r: 200, g: 90, b: 20 }
  const create = { width: 640, height: 360, channels: 3, background } as const
  const jpeg = await sharp({ create }).jpeg().toBuffer()
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(jpeg)]), 'snapshot.jpg')
  const authorization = `Basic ${Buffer.from(`snapper:${password}`).toString('base64')}`
  const api = `${site.url}/api/3dprinter/1/`
  const upload = await fetch(api, { method: 'PATCH', headers: { authorization }, body })
  expect([upload.status, await upload.json()]).toMatchObject([200, { image: expect.any(String) }])
  const shown = await fetch(`${api}snapshot.jpg`)
  expect((await sharp(await shown.arrayBuffer()).metadata()).width).toBe(640)
  const health = await fetch(`${site.url}/api/health`)
  expect(await health.json()).toMatchObject({
    writable: { store: true, blobs: true },
  })
})
