import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTemporaryFolders, makePicture } from './blobs.contract.ts'
import { openS3Blobs } from './s3.ts'
import { getTemporaryFolder } from './temporary-folder.ts'

/* A store that lies, since a real one can't be made to: what it does wrong must read as an outage and never as "not there". */

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void

const makeDataDir = createTemporaryFolders()
const picture = makePicture('the picture')
const unavailable = { code: 'storage-unavailable', retryAfterSeconds: 5 }

/** Answers the first requests by `first`, each by its own, and all later ones by the last of them. */
async function openLying(...first: Behaviour[]) {
  let requests = 0
  const server = createServer((request, response) => {
    const behave = first[Math.min(requests++, first.length - 1)]
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

const answer =
  (status: number, body: string | Buffer = ''): Behaviour =>
  (_, response) =>
    response.writeHead(status).end(body)
const fault = (status: number, code: string) =>
  answer(status, `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
const works = answer(200, picture.bytes)

const outages: Record<string, Behaviour> = {
  '500': fault(500, 'InternalError'),
  '503 SlowDown': fault(503, 'SlowDown'),
  '403': fault(403, 'AccessDenied'),
  '403 of a clock that is wrong': fault(403, 'RequestTimeTooSkewed'),
  '404 of the bucket': fault(404, 'NoSuchBucket'),
  '404 of a proxy in front': answer(404, '<html>Not Found</html>'),
  '301 to another region': fault(301, 'PermanentRedirect'),
  'a closed connection': (request) => request.socket.destroy(),
  silence: () => undefined,
  'silence after the headers': (_, response) =>
    response.writeHead(200, { 'content-length': 1000 }).flushHeaders(),
  'an answer cut in the middle': (request, response) => {
    response.writeHead(200, { 'content-length': 1000 })
    response.write(Buffer.alloc(500), () => request.socket.destroy())
  },
}

describe.each(Object.entries(outages))('%s', (_, behave) => {
  test('is an outage to whoever asks', async () => {
    const { blobs, upload, temporary } = await openLying(behave)
    await Promise.all([
      expect(blobs.get(picture.key)).rejects.toMatchObject(unavailable),
      expect(blobs.has(picture.key)).rejects.toMatchObject(unavailable),
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
  ['500', fault(500, 'InternalError')],
  ['503 SlowDown', fault(503, 'SlowDown')],
  ['429', fault(429, 'TooManyRequests')],
  ['a closed connection', outages['a closed connection']],
  ['silence', outages.silence],
  ['an answer cut in the middle', outages['an answer cut in the middle']],
] as [string, Behaviour][])('%s that passes', (_, behave) => {
  test('is asked again, three times in all', async () => {
    const { blobs, countRequests } = await openLying(behave, behave, works)
    expect((await blobs.get(picture.key))?.equals(picture.bytes)).toBe(true)
    expect(countRequests()).toBe(3)
  })
})

test('a refusal is not asked again', async () => {
  const { blobs, countRequests } = await openLying(fault(403, 'AccessDenied'), works)
  await expect(blobs.get(picture.key)).rejects.toMatchObject(unavailable)
  expect(countRequests()).toBe(1)
})

test('an upload that was kept at the third try is done, and its file gone', async () => {
  const down = fault(503, 'SlowDown')
  const { blobs, upload } = await openLying(down, down, answer(200))
  await blobs.putFile(picture.key, upload)
  expect(existsSync(upload)).toBe(false)
})

test('other bytes than the name tells are never given out', async () => {
  const { blobs, temporary } = await openLying(answer(200, 'a picture of something else'))
  await expect(blobs.get(picture.key)).rejects.toMatchObject(unavailable)
  await expect(blobs.openFile(picture.key)).rejects.toMatchObject(unavailable)
  expect(await readdir(temporary)).toEqual(['upload'])
})

test('only "no such key" is a missing picture', async () => {
  const { blobs } = await openLying(fault(404, 'NoSuchKey'))
  expect(await blobs.get(picture.key)).toBeNull()
  expect(await blobs.has(picture.key)).toBe(false)
  expect(await blobs.openFile(picture.key)).toBeNull()
})

test.each([
  ['507', answer(507)],
  ['its own word for full', fault(500, 'XMinioStorageFull')],
  ['a quota', fault(403, 'QuotaExceeded')],
])('a full store (%s) is told as full', async (_, behave) => {
  const { blobs, upload } = await openLying(behave)
  const full = { code: 'insufficient-storage' }
  await expect(blobs.putFile(picture.key, upload)).rejects.toMatchObject(full)
  await expect(blobs.checkWritable()).rejects.toMatchObject(full)
  expect(existsSync(upload)).toBe(true)
})

describe('a list', () => {
  const entry = (key: string, size = '7', at = '2026-11-22T12:00:00.000Z') =>
    `<Contents><Key>${key}</Key><Size>${size}</Size><LastModified>${at}</LastModified></Contents>`
  const list = (content: string) =>
    answer(200, `<?xml version="1.0"?><ListBucketResult>${content}</ListBucketResult>`)
  const [first, second] = [makePicture('first'), makePicture('second')]

  test('in pages is read to its end', async () => {
    const asked: (string | undefined)[] = []
    const page =
      (content: string): Behaviour =>
      (request, response) => {
        asked.push(request.url)
        list(content)(request, response)
      }
    const more =
      '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>'
    const { blobs } = await openLying(
      page(more + entry(first.key)),
      page(`<IsTruncated>false</IsTruncated>${entry(second.key, '0')}`),
    )
    expect(await Array.fromAsync(blobs.list('original/'))).toEqual([
      { key: first.key, bytes: 7, modifiedAt: new Date('2026-11-22T12:00:00Z') },
      { key: second.key, bytes: 0, modifiedAt: new Date('2026-11-22T12:00:00Z') },
    ])
    expect(asked[0]).toContain('prefix=original%2F')
    expect(asked[1]).toContain('continuation-token=a%26b%3D')
  })

  test.each([
    ['a page of a proxy', answer(200, '<html>Welcome</html>')],
    ['nothing at all', answer(200)],
    ['half of a list', answer(200, '<ListBucketResult><Contents>')],
    ['a list without sizes', list(entry(first.key, 'many'))],
    ['a list without times', list(entry(first.key, '7', 'yesterday'))],
    [
      'more to come and no word of where',
      list(`<IsTruncated>true</IsTruncated>${entry(first.key)}`),
    ],
  ])('that is %s is an outage, never an empty one', async (_, behave) => {
    const { blobs } = await openLying(behave)
    await expect(Array.fromAsync(blobs.list(''))).rejects.toMatchObject(unavailable)
  })
})
