import http from 'node:http'
import type { LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import {
  type S3ProgramName,
  type S3Server,
  s3Programs,
  startS3Server,
} from '../../../testing/s3/s3-server.ts'
import { virtualDomain } from '../../../testing/s3/versitygw.ts'
import { createTemporaryFolders, describeBlobs, makePicture } from './blobs.contract.ts'
import { openS3Blobs } from './s3.ts'
import { createS3Request } from './s3-request.ts'
import { parseBlobsUrl } from './s3-url.ts'
import { getTemporaryFolder } from './temporary-folder.ts'

const region = 'eu-test-1'
const names = Object.keys(s3Programs) as S3ProgramName[] // of the table itself
const servers = new Map<S3ProgramName, S3Server>()
for (const name of names) {
  const server = await startOrSkip(name, () => startS3Server(name, region))
  if (server !== null) servers.set(name, server)
}
afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())))

const makeDataDir = createTemporaryFolders()

let buckets = 0
function nameBucket(name: S3ProgramName, secret?: string): string {
  const server = servers.get(name)
  const key = encodeURIComponent(server?.accessKeyId ?? '')
  const credentials = `${key}:${secret ?? server?.secretAccessKey}`
  return `s3://${credentials}@${server?.host}/pictures-${++buckets}?tls=off&region=${region}`
}

async function makeBucket(name: S3ProgramName): Promise<string> {
  const url = nameBucket(name)
  await createS3Request(parseBlobsUrl(url))({ method: 'PUT' })
  return url
}

describe.each(names.filter((name) => servers.has(name)))('with %s', (name) => {
  describeBlobs(`blobs in a bucket of ${name}`, async () => {
    const dataDir = await makeDataDir()
    const blobs = await openS3Blobs({ url: await makeBucket(name), dataDir })
    return { blobs, temporary: getTemporaryFolder(dataDir) }
  })

  const { key } = makePicture('any')
  const unavailable = { code: 'storage-unavailable' }

  test('a missing bucket is an outage, never a missing picture', async () => {
    const blobs = await openS3Blobs({ url: nameBucket(name), dataDir: await makeDataDir() })
    await expect(blobs.get(key)).rejects.toMatchObject(unavailable)
    await expect(blobs.has(key)).rejects.toMatchObject(unavailable)
    await expect(blobs.openFile(key)).rejects.toMatchObject(unavailable)
    await expect(Array.fromAsync(blobs.list(''))).rejects.toMatchObject(unavailable)
    await expect(blobs.checkWritable()).rejects.toMatchObject(unavailable)
  })

  test('a wrong secret is an outage, and isn’t part of the error', async () => {
    await makeBucket(name)
    const url = nameBucket(name, 'wrong-secret')
    const blobs = await openS3Blobs({ url, dataDir: await makeDataDir() })
    const error: unknown = await blobs.get(key).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ ...unavailable, cause: { message: /403/ } })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-secret')
  })

  test('other objects in the bucket are not listed', async () => {
    const url = await makeBucket(name)
    await createS3Request(parseBlobsUrl(url))({
      method: 'PUT',
      key: 'original/notes.txt',
      body: Buffer.from('mine'),
    })
    const blobs = await openS3Blobs({ url, dataDir: await makeDataDir() })
    expect(await Array.fromAsync(blobs.list(''))).toEqual([])
  })

  test('more pictures than one page of a list has are all listed', async () => {
    const url = await makeBucket(name)
    const send = createS3Request(parseBlobsUrl(url))
    const keys = Array.from({ length: 1_005 }, (_, index) => makePicture(`${index} `, 8).key)
    const rest = keys.values()
    const putRest = async () => {
      for (const each of rest) await send({ method: 'PUT', key: each, body: Buffer.from('x') })
    }
    await Promise.all(Array.from({ length: 20 }, putRest))
    const blobs = await openS3Blobs({ url, dataDir: await makeDataDir() })
    const listed = await Array.fromAsync(blobs.list('original/'), (entry) => entry.key)
    expect(listed.toSorted()).toEqual(keys.toSorted())
  }, 60_000)
})

describe.skipIf(!servers.has('versitygw'))('with a bucket whose name is part of the host’s', () => {
  // Not every system knows the names below localhost.
  const lookup: LookupFunction = (_, { all }, done) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  const { globalAgent } = http
  beforeAll(() => {
    http.globalAgent = new http.Agent({ lookup })
  })
  afterAll(() => {
    http.globalAgent = globalAgent
  })
  describeBlobs('blobs in a bucket of versitygw', async () => {
    const port = servers.get('versitygw')?.host.split(':')[1]
    const url = `${nameBucket('versitygw').replace(/@[^/]+/, `@${virtualDomain}:${port}`)}&addressing=virtual`
    await createS3Request(parseBlobsUrl(url))({ method: 'PUT' })
    const dataDir = await makeDataDir()
    return { blobs: await openS3Blobs({ url, dataDir }), temporary: getTemporaryFolder(dataDir) }
  })
})

test.skipIf(!servers.has('versitygw'))('a wrong region is named with the right one', async () => {
  const url = nameBucket('versitygw').replace(region, 'us-east-1')
  const blobs = await openS3Blobs({ url, dataDir: await makeDataDir() })
  const error: unknown = await blobs.checkWritable().catch((cause: unknown) => cause)
  expect(error).toMatchObject({
    code: 'storage-unavailable',
    cause: { message: expect.stringContaining(`set region=${region} in BLOBS_URL`) },
  })
})
