import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFreePort } from '../free-port.ts'
import { type Site, startSite } from '../site/start-site.ts'
import { findTool } from './find-tool.ts'
import { type RunningProxy, startCaddy, startNginx } from './start-proxy.ts'

const bytesPerSecond = 64_000 / 8
const password = 'only-for-this-test'
const folder = mkdtempSync(join(tmpdir(), 'paparazza-proxies-'))
let site: Site

beforeAll(async () => {
  site = await startSite({
    PORT: '0',
    METRICS_PORT: String(await findFreePort()),
    DATA_DIR: join(folder, 'data'),
    TRUSTED_PROXIES: '1',
    PRINTER_NAME: 'Maker Select',
    SNAPPER_USER: 'snapper',
    SNAPPER_PASSWORD: password,
  })
})
afterAll(async () => {
  await site.stop()
  rmSync(folder, { recursive: true, force: true })
})

const proxies = [
  ['Caddy', findTool('caddy'), startCaddy],
  ['nginx', findTool('nginx'), startNginx],
] as const

describe.each(proxies)(
  'behind %s with the configuration of deploy/compose',
  (name, program, start) => {
    let proxy: RunningProxy
    beforeAll(async () => {
      if (program === null) return
      const port = await findFreePort()
      const sitePort = Number(new URL(site.url).port)
      proxy = await start({ program, folder: join(folder, name), port, sitePort })
    })
    afterAll(() => proxy?.stop())

    test.skipIf(program === null)('a picture sent at 64 kbit/s is accepted and shown', async () => {
      const picture = await createPicture(name)
      const upload = await sendSlowly(proxy.port, picture, password)
      // As long as sending takes.
      expect(upload.seconds).toBeGreaterThan(3)
      expect(upload.status).toBe(200)
      const { sha256 } = JSON.parse(upload.body) as { sha256: string }
      expect(sha256).toBe(createHash('sha256').update(picture).digest('hex'))

      const current = await fetch(`http://127.0.0.1:${proxy.port}/api/3dprinter/1/`)
      expect(await current.json()).toMatchObject({ image: expect.stringContaining(sha256) })
    })

    test.skipIf(program === null)(
      'wrong credentials are rejected before the picture is received',
      async () => {
        const upload = await sendSlowly(proxy.port, await createPicture('another'), 'mistyped')
        expect(upload.status).toBe(401)
        expect(JSON.parse(upload.body)).toMatchObject({ status: 401, detail: expect.any(String) })
        expect(upload.sentBytes).toBeLessThan(upload.totalBytes)
      },
    )
  },
)

/** A JPEG of about 40 kB, different for each seed. */
async function createPicture(seed: string): Promise<Buffer> {
  const width = 320
  const height = 240
  let state = createHash('sha256').update(seed).digest().readUInt32BE()
  const pixels = Buffer.alloc(width * height * 3)
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    pixels[index] = state >>> 24
  }
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 70 })
    .toBuffer()
}

/** Sends a PATCH in pieces, one every 100 ms, until everything is sent or the response arrives. */
async function sendSlowly(port: number, picture: Buffer, given: string) {
  const boundary = 'slow-line'
  const part = `--${boundary}\r\ncontent-disposition: form-data; name="image"; filename="snapshot.jpg"\r\n\r\n`
  const body = Buffer.concat([Buffer.from(part), picture, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const sending = request({
    port,
    method: 'PATCH',
    path: '/api/3dprinter/1/',
    auth: `snapper:${given}`,
    // Closes the connection: with keep-alive, Caddy reads the first 256 kB of a body before it forwards the response.
    agent: false,
    headers: {
      host: 'example.org',
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': body.length,
    },
  })
  // After its response the server may close the connection while this is still sending.
  sending.on('error', () => undefined)
  let hasResponse = false
  const responded = once(sending, 'response').then(async ([response]: IncomingMessage[]) => {
    hasResponse = true
    if (response === undefined) throw new Error('no response')
    return { status: response.statusCode, body: await text(response) }
  })
  const startedAt = performance.now()
  const step = bytesPerSecond / 10
  let sentBytes = 0
  while (sentBytes < body.length && !hasResponse) {
    sending.write(body.subarray(sentBytes, sentBytes + step))
    sentBytes = Math.min(body.length, sentBytes + step)
    await sleep(100)
  }
  if (sentBytes === body.length) sending.end()
  const response = await responded
  sending.destroy()
  const seconds = (performance.now() - startedAt) / 1000
  return { ...response, seconds, sentBytes, totalBytes: body.length }
}
