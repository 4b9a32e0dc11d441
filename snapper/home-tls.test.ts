import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { describe, expect, onTestFinished, test } from 'vitest'
import { captureFrame } from './camera.ts'
import { setHomeTrust } from './home-tls.ts'
import { makeJpeg } from './testing/pictures.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { makeCertificate } from './testing/self-signed.ts'
import { startSite } from './testing/site.ts'
import { startStub } from './testing/stub-server.ts'

const jpeg = await makeJpeg()
const signal = new AbortController().signal
const limits = { deadlineMs: 5000, maxBytes: 1_000_000, retryMs: 1 }

/** A camera with a certificate that it signed itself. */
async function startCamera(names = 'DNS:localhost,IP:127.0.0.1', isExpired = false) {
  const { key, certificate } = makeCertificate(names, isExpired)
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    (_request, response) => response.end(jpeg),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    setHomeTrust({ certificates: null, uncheckedHosts: [] })
  })
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const pem = readFileSync(certificate, 'utf8')
  return { url: new URL(`https://${host}/snapshot`), host, file: certificate, pem }
}

const capture = (url: URL) => captureFrame({ url }, signal, limits)
const taken = { frame: { bytes: jpeg } }
const missing = (detail: RegExp) => ({ missing: { detail: expect.stringMatching(detail) } })

describe('HTTPS at home', () => {
  test('a self-signed certificate is named, with both ways to accept it', async () => {
    const { url, host, pem } = await startCamera()
    expect(await capture(url)).toMatchObject(
      missing(/certificate is self-signed; set HOME_CA_FILE .*HOME_TLS_UNCHECKED=127/),
    )
    setHomeTrust({ certificates: pem, uncheckedHosts: [] })
    expect(await capture(url)).toMatchObject(taken)
    setHomeTrust({ certificates: null, uncheckedHosts: [host] })
    expect(await capture(url)).toMatchObject(taken)
    setHomeTrust({ certificates: null, uncheckedHosts: ['127.0.0.1'] })
    expect(await capture(url)).toMatchObject(taken)
    setHomeTrust({ certificates: null, uncheckedHosts: ['127.0.0.1:1', 'octopi.local'] })
    expect(await capture(url)).toHaveProperty('missing')
  })

  test('so is another host name', async () => {
    const { url, pem } = await startCamera('DNS:octopi.local')
    setHomeTrust({ certificates: pem, uncheckedHosts: [] })
    expect(await capture(url)).toMatchObject(
      missing(/is for another host name \(octopi.local\); use that name instead of 127.0.0.1/),
    )
  })

  test('so is an expired one', async () => {
    const { url, pem } = await startCamera(undefined, true)
    setHomeTrust({ certificates: pem, uncheckedHosts: [] })
    expect(await capture(url)).toMatchObject(missing(/certificate has expired; renew it, or/))
  })

  test('an address without TLS', async () => {
    const { url } = await startStub((_received, response) => response.end(jpeg))
    url.protocol = 'https:'
    expect(await capture(url)).toMatchObject(missing(/TLS failed .*; use http:\/\//))
  })

  test('the doctor suggests the variables, and they work', async () => {
    const [site, camera] = await Promise.all([startSite(), startCamera()])
    const environment = { ...site.environment, SNAPSHOT_URL: camera.url.href }
    const { stdout, exitCode } = await runSnapper(['doctor'], environment)
    expect(stdout).toMatch(/its certificate is self-signed/)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `-> set HOME_CA_FILE to a file with its certificate (PEM), or HOME_TLS_UNCHECKED=${camera.host}`,
    )
    expect(exitCode).toBe(1)
    for (const more of [{ HOME_CA_FILE: camera.file }, { HOME_TLS_UNCHECKED: camera.host }])
      expect(await runSnapper([], { ...environment, ...more })).toMatchObject({ exitCode: 0 })
    expect(site.reports.map(({ image }) => image)).toEqual([jpeg, jpeg])
  })
})
