import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test as base, expect } from '@playwright/test'
import { type RawAnswer, sendRaw } from './raw-http.ts'
import { addPrinter, type Printer, type Site, startSite } from './site.ts'

/*
 * Requests as raw bytes, and the promise that a rejected one changes nothing: no row, no blob, no temporary file, and the same public
 * responses as before.
 */

export interface Sent {
  method?: string
  path?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
  /** Default: the length of `body`. */
  contentLength?: number | null
  end?: boolean
}

let addresses = 0

/**
 * A site behind one trusted proxy, so that every request can come from another address, and one printer for all tests of a worker: a
 * rejected request changes nothing, which each test asserts.
 */
export const test = base.extend<object, { site: Site; printer: Printer }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const site = await startSite({ TRUSTED_PROXIES: '1' })
      await use(site)
      await site.stop()
    },
    { scope: 'worker' },
  ],
  printer: [
    async ({ site }, use) => {
      await use(await addPrinter(site, 'Maker Select'))
    },
    { scope: 'worker' },
  ],
})

/** A PATCH of this printer with its own token, unless `sent` overrides something. */
export function patch(site: Site, printer: Printer, sent: Sent = {}): Promise<RawAnswer> {
  const body = Buffer.from(sent.body ?? '')
  const length = sent.contentLength === undefined ? body.length : sent.contentLength
  addresses += 1
  const headers: Record<string, string | string[]> = {
    host: `127.0.0.1:${site.port}`,
    'x-forwarded-for': `10.0.${addresses >> 8}.${addresses & 255}`,
    authorization: `Bearer ${printer.token}`,
    ...(length === null ? {} : { 'content-length': String(length) }),
    ...sent.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}: ${each}`),
  )
  const path = sent.path ?? `/api/3dprinter/${printer.id}/`
  const head = `${sent.method ?? 'PATCH'} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
  return sendRaw(site.port, Buffer.concat([Buffer.from(head, 'latin1'), body]), sent.end)
}

export const boundary = 'frame'
export const multipartType = `multipart/form-data; boundary=${boundary}`
export const formType = 'application/x-www-form-urlencoded'
export const multipartEnd = `--${boundary}--\r\n`

/** A multipart part; `more` follows its name, `lines` are further headers. */
export function part(name: string, value: string | Buffer, more = '', lines = ''): Buffer {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n${lines}\r\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')])
}

export function multipart(...parts: (Buffer | string)[]): Sent {
  const body = Buffer.concat([...parts, multipartEnd].map((each) => Buffer.from(each)))
  return { headers: { 'content-type': multipartType }, body }
}

export function picturePart(jpeg: Buffer, filename = 'snapshot.jpg', type = 'image/jpg'): Buffer {
  const line = type === '' ? '' : `Content-Type: ${type}\r\n`
  return part('image', jpeg, `; filename="${filename}"`, line)
}

export function form(body: string): Sent {
  return { headers: { 'content-type': formType }, body }
}

export function json(body: string | Buffer): Sent {
  return { headers: { 'content-type': 'application/json' }, body }
}

/** Asserts the status, the problem's type, and that the response is a problem document. */
export function expectProblem(answer: RawAnswer, status: number | number[], code?: string): void {
  expect([status].flat(), answer.text).toContain(answer.status)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)))
  const problem = JSON.parse(answer.text)
  expect(problem).toMatchObject({ status: answer.status, title: expect.any(String) })
  if (code !== undefined) expect(problem.type).toBe(`/problems/${code}`)
}

/** Everything that a request could leave behind, for comparison. */
export async function takeStock(site: Site, printer: Printer): Promise<unknown> {
  const database = new DatabaseSync(join(site.dataDir, 'paparazza.sqlite'), { readOnly: true })
  const count = (table: string) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n
  const rows = ['printers', 'credentials', 'observations', 'snapshots'].map(count)
  database.close()
  const files = (folder: string) =>
    readdirSync(join(site.dataDir, folder), { recursive: true }).map(String).sort()
  return {
    rows,
    originals: files('blobs').filter((path) => path.startsWith('original')),
    temporary: files('tmp').filter((name) => name.startsWith('upload')),
    answer: await (await fetch(printer.api)).json(),
  }
}

/** Runs `send` and asserts that nothing has changed after its response. */
export async function expectNoChange(
  site: Site,
  printer: Printer,
  send: () => Promise<RawAnswer>,
): Promise<RawAnswer> {
  const before = await takeStock(site, printer)
  const answer = await send()
  await expect.poll(() => takeStock(site, printer)).toEqual(before)
  return answer
}
