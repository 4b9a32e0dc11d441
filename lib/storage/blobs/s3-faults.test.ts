import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTemporaryFolders, makePicture } from './blobs.contract.ts'
import { openS3Blobs } from './s3.ts'
import { getTemporaryFolder } from './temporary-folder.ts'

/* A fake store with faults that a real one can't be made to have: each must be reported as an outage, never as "not found". */

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

const makeDataDir = createTemporaryFolders()
const picture = makePicture('the picture')
const unavailable = { code: 'storage-unavailable', retryAfterSeconds: 5 }

/** Each request gets the next behaviour, and all further ones the last. */
async function openFaulty(...behaviours: Behaviour[]) {
  let requests = 0
  const server = createServer((request, response) => {
    const behave = behaviours[Math.min(requests++, behaviours.length - 1)]
    request.resume().on('end', () => behave?.(request, response))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : null
  const dataDir = await makeDataDir()
  const blobs = await openS3Blobs({
    url: `s3://key:secret@127.0.0.1:${port}/pictures?tls=off`,
    dataDir,
    attemptTimeoutMs: 800,
    totalTimeoutMs: 15_000,
    pauseMs: 5,
  })
  const upload = join(getTemporaryFolder(dataDir), 'upload')
  await writeFile(upload, picture.bytes)
  return { blobs, upload, temporary: getTemporaryFolder(dataDir), countRequests: () => requests }
}

const respond =
  (status: number, body: string | Buffer = ''): Behaviour =>
  (_, response) =>
    response.writeHead(status).end(body)
const errorResponse = (status: number, code: string) =>
  respond(status, `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
const works = respond(200, picture.bytes)

const outages: Record<string, Behaviour> = {
  '500': errorResponse(500, 'InternalError'),
  '503 SlowDown': errorResponse(503, 'SlowDown'),
  '403': errorResponse(403, 'AccessDenied'),
  '403 for a wrong clock': errorResponse(403, 'RequestTimeTooSkewed'),
  '404 for the bucket': errorResponse(404, 'NoSuchBucket'),
  '404 of a proxy': respond(404, '<html>Not Found</html>'),
  '301 to another region': errorResponse(301, 'PermanentRedirect'),
  'a closed connection': (request) => request.socket.destroy(),
  silence: () => undefined,
}
/** Faults of a response's body, which the response to HEAD doesn't have. */
const bodyOutages: Record<string, Behaviour> = {
  'silence after the headers': (_, response) =>
    response.writeHead(200, { 'content-length': 1000 }).flushHeaders(),
  'a truncated response': (request, response) => {
    response.writeHead(200, { 'content-length': 1000 })
    response.write(Buffer.alloc(500), () => request.socket.destroy())
  },
}

describe.each(Object.entries({ ...outages, ...bodyOutages }))('%s', (name, behave) => {
  test('is an outage for every method', async () => {
    const { blobs, upload, temporary } = await openFaulty(behave)
    await Promise.all([
      expect(blobs.get(picture.key)).rejects.toMatchObject(unavailable),
      name in bodyOutages || expect(blobs.has(picture.key)).rejects.toMatchObject(unavailable),
      expect(blobs.openFile(picture.key)).rejects.toMatchObject(unavailable),
      expect(blobs.putFile(picture.key, upload)).rejects.toMatchObject(unavailable),
      expect(blobs.delete(picture.key)).rejects.toMatchObject(unavailable),
      expect(Array.fromAsync(blobs.list(''))).rejects.toMatchObject(unavailable),
      expect(blobs.checkWritable()).rejects.toMatchObject(unavailable),
    ])
    expect(await readdir(temporary)).toEqual(['upload'])
  })
})

describe.each([
  ['500', errorResponse(500, 'InternalError')],
  ['503 SlowDown', errorResponse(503, 'SlowDown')],
  ['429', errorResponse(429, 'TooManyRequests')],
  ['a closed connection', outages['a closed connection']],
  ['silence', outages.silence],
  ['a truncated response', bodyOutages['a truncated response']],
] as [string, Behaviour][])('a temporary %s', (_, behave) => {
  test('is retried, three attempts in all', async () => {
    const { blobs, countRequests } = await openFaulty(behave, behave, works)
    expect((await blobs.get(picture.key))?.equals(picture.bytes)).toBe(true)
    expect(countRequests()).toBe(3)
  })
})

test('a client error is not retried', async () => {
  const { blobs, countRequests } = await openFaulty(errorResponse(403, 'AccessDenied'), works)
  await expect(blobs.get(picture.key)).rejects.toMatchObject(unavailable)
  expect(countRequests()).toBe(1)
})

test('an upload that succeeds at the third attempt deletes its temporary file', async () => {
  const down = errorResponse(503, 'SlowDown')
  const { blobs, upload } = await openFaulty(down, down, respond(200))
  await blobs.putFile(picture.key, upload)
  expect(existsSync(upload)).toBe(false)
})

test('bytes with another hash than the key are never returned', async () => {
  const { blobs, temporary } = await openFaulty(respond(200, 'a picture of something else'))
  await expect(blobs.get(picture.key)).rejects.toMatchObject(unavailable)
  await expect(blobs.openFile(picture.key)).rejects.toMatchObject(unavailable)
  expect(await readdir(temporary)).toEqual(['upload'])
})

test.each(['SecondLevelDomainForbidden', 'PathStyleDomainForbidden'])(
  'a store that wants the bucket in the host’s name (%s) is named with the setting for it',
  async (code) => {
    const { blobs } = await openFaulty(errorResponse(403, code))
    await expect(blobs.get(picture.key)).rejects.toMatchObject({
      ...unavailable,
      cause: { message: expect.stringContaining('add addressing=virtual to BLOBS_URL') },
    })
  },
)

test('only NoSuchKey means a missing picture', async () => {
  const { blobs } = await openFaulty(errorResponse(404, 'NoSuchKey'))
  expect(await blobs.get(picture.key)).toBeNull()
  expect(await blobs.has(picture.key)).toBe(false)
  expect(await blobs.openFile(picture.key)).toBeNull()
})

test.each([
  ['507', respond(507)],
  ['a vendor’s error code', errorResponse(500, 'XMinioStorageFull')],
  ['a quota', errorResponse(403, 'QuotaExceeded')],
])('a full store (%s) is reported as full', async (_, behave) => {
  const { blobs, upload } = await openFaulty(behave)
  const full = { code: 'insufficient-storage' }
  await expect(blobs.putFile(picture.key, upload)).rejects.toMatchObject(full)
  await expect(blobs.checkWritable()).rejects.toMatchObject(full)
  expect(existsSync(upload)).toBe(true)
})

describe('a list', () => {
  const entry = (key: string, size = '7', at = '2026-11-22T12:00:00.000Z') =>
    `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>${at}</LastModified></Contents>`
  const list = (content: string) =>
    respond(200, `<?xml version="1.0"?><ListBucketResult>${content}</ListBucketResult>`)
  const [first, second] = [makePicture('first'), makePicture('second')]

  test('in pages is read to its end', async () => {
    const urls: (string | undefined)[] = []
    const page =
      (content: string): Behaviour =>
      (request, response) => {
        urls.push(request.url)
        list(content)(request, response)
      }
    const more =
      '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>'
    const { blobs } = await openFaulty(
      page(more + entry(first.key)),
      page(`<IsTruncated>false</IsTruncated>${entry(second.key, '0')}`),
    )
    expect(await Array.fromAsync(blobs.list('original/'))).toEqual([
      { key: first.key, bytes: 7, modifiedAt: new Date('2026-11-22T12:00:00Z') },
      { key: second.key, bytes: 0, modifiedAt: new Date('2026-11-22T12:00:00Z') },
    ])
    expect(urls[0]).toContain('prefix=original%2F')
    expect(urls[1]).toContain('continuation-token=a%26b%3D')
  })

  test.each([
    ['a page of a proxy', respond(200, '<html>Welcome</html>')],
    ['an empty body', respond(200)],
    ['a truncated list', respond(200, '<ListBucketResult><Contents>')],
    ['a list without sizes', list(entry(first.key, 'many'))],
    ['a list without times', list(entry(first.key, '7', 'yesterday'))],
    [
      'truncated without a continuation token',
      list(`<IsTruncated>true</IsTruncated>${entry(first.key)}`),
    ],
  ])('that is %s is an outage, never empty', async (_, behave) => {
    const { blobs } = await openFaulty(behave)
    await expect(Array.fromAsync(blobs.list(''))).rejects.toMatchObject(unavailable)
  })
})
