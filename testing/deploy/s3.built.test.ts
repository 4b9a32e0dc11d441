import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { maxPictureBytes } from '#lib/api/limits.ts'
import { createPictures } from '#lib/images/pictures.ts'
import { runRetention } from '#lib/printers/retention/run-retention.ts'
import { openS3Blobs } from '#lib/storage/blobs/s3.ts'
import { createS3Request } from '#lib/storage/blobs/s3-request.ts'
import { parseBlobsUrl } from '#lib/storage/blobs/s3-url.ts'
import { openStore } from '#lib/storage/db/open-store.ts'
import { findFreePort } from '../free-port.ts'
import { type S3ProgramName, type S3Server, s3Programs, startS3Server } from '../s3/s3-server.ts'
import { type Site, startSite } from '../site/start-site.ts'

const password = 'only-for-this-test'
const authorization = `Basic ${Buffer.from(`snapper:${password}`).toString('base64')}`
/** Of `snapshot.jpg`, for any larger picture. */
const shownWidth = 1280
const names = Object.keys(s3Programs) as S3ProgramName[] // of the table itself

describe.each(names)('the built site with %s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'paparazza-s3-'))
  const dataDir = join(folder, 'data')
  let server: S3Server
  let site: Site
  let url = ''

  beforeAll(async () => {
    server = await startS3Server(name)
    url = `s3://${encodeURIComponent(server.accessKeyId)}:${server.secretAccessKey}@${server.host}/pictures?tls=off`
    await createS3Request(parseBlobsUrl(url))({ method: 'PUT' })
    site = await startSite({
      PORT: '0',
      METRICS_PORT: String(await findFreePort()),
      DATA_DIR: dataDir,
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

  async function upload(jpeg: Buffer): Promise<void> {
    const body = new FormData()
    body.set('image', new Blob([new Uint8Array(jpeg)]), 'snapshot.jpg')
    const headers = { authorization }
    const response = await fetch(`${site.url}/api/3dprinter/1/`, { method: 'PATCH', headers, body })
    const answer = [response.status, await response.json()]
    expect(answer).toMatchObject([200, { image: expect.any(String) }])
  }

  const getWidth = async () => {
    const shown = await fetch(`${site.url}/api/3dprinter/1/snapshot.jpg`)
    return (await sharp(await shown.arrayBuffer()).metadata()).width
  }

  test('stores and shows a picture, and is writable', async () => {
    const background = { r: 200, g: 90, b: 20 }
    const create = { width: 640, height: 360, channels: 3, background } as const
    await upload(await sharp({ create }).jpeg().toBuffer())
    expect(await getWidth()).toBe(640)
    const health = await fetch(`${site.url}/api/health`)
    expect(await health.json()).toMatchObject({ writable: { store: true, blobs: true } })
  })

  test('stores one of nearly the largest size', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const create = { width: 3000, height: 2000, channels: 3, background: 'black', noise } as const
    const jpeg = await sharp({ create }).jpeg({ quality: 96 }).toBuffer()
    expect(jpeg.length).toBeGreaterThan(maxPictureBytes / 2)
    await upload(jpeg)
    expect(await getWidth()).toBe(shownWidth)
  })

  test('retention deletes what exceeds the space from the bucket', async () => {
    const store = await openStore({ database: { kind: 'sqlite', dataDir } })
    const blobs = await openS3Blobs({ url, dataDir })
    const onError = (error: unknown) => expect.fail(String(error))
    const queue = { close: () => undefined } as never // renders nothing here
    const options = { blobs, queue, onError, tempDir: dataDir, formats: [], maxWidth: 320 }
    const pictures = createPictures(options)
    const events = new EventEmitter<never>()
    const list = () => Array.fromAsync(blobs.list('original/'))
    expect(await list()).toHaveLength(2)
    await runRetention({ store, pictures, blobs, events, now: new Date(), maxBytes: 1 })
    // The newest one stays: it is the printer's current picture.
    expect(await list()).toHaveLength(1)
    expect(await getWidth()).toBe(shownWidth)
    await store.close()
  })
})
