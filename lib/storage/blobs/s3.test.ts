import { afterAll, describe, expect, test } from 'vitest'
import { startOrSkip } from '#lib/storage/db/testing/real-server.ts'
import { startS3Server } from '../../../testing/s3/s3-server.ts'
import { createTemporaryFolders, describeBlobs, makePicture } from './blobs.contract.ts'
import { openS3Blobs } from './s3.ts'
import { createS3Request } from './s3-request.ts'
import { parseBlobsUrl } from './s3-url.ts'
import { getTemporaryFolder } from './temporary-folder.ts'

const server = await startOrSkip('an S3 server', startS3Server)
afterAll(() => server?.stop())

const makeDataDir = createTemporaryFolders()

let buckets = 0
function nameBucket(secret = server?.secretAccessKey ?? ''): string {
  const key = encodeURIComponent(server?.accessKeyId ?? '')
  return `s3://${key}:${secret}@${server?.host}/pictures-${++buckets}?tls=off`
}

async function makeBucket(): Promise<string> {
  const url = nameBucket()
  await createS3Request(parseBlobsUrl(url))({ method: 'PUT' })
  return url
}

describe.skipIf(server === null)('with a real server', () => {
  describeBlobs('blobs in a bucket', async () => {
    const dataDir = await makeDataDir()
    const blobs = await openS3Blobs({ url: await makeBucket(), dataDir })
    return { blobs, temporary: getTemporaryFolder(dataDir) }
  })

  const { key } = makePicture('any')
  const unavailable = { code: 'storage-unavailable' }

  test('a missing bucket is an outage, never a missing picture', async () => {
    const blobs = await openS3Blobs({ url: nameBucket(), dataDir: await makeDataDir() })
    await expect(blobs.get(key)).rejects.toMatchObject(unavailable)
    await expect(blobs.has(key)).rejects.toMatchObject(unavailable)
    await expect(blobs.openFile(key)).rejects.toMatchObject(unavailable)
    await expect(Array.fromAsync(blobs.list(''))).rejects.toMatchObject(unavailable)
    await expect(blobs.checkWritable()).rejects.toMatchObject(unavailable)
  })

  test('a wrong secret is an outage, and isn’t part of the error', async () => {
    await makeBucket()
    const url = nameBucket('wrong-secret')
    const blobs = await openS3Blobs({ url, dataDir: await makeDataDir() })
    const error: unknown = await blobs.get(key).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ ...unavailable, cause: { message: /403/ } })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-secret')
  })

  test('other objects in the bucket are not listed', async () => {
    const url = await makeBucket()
    await createS3Request(parseBlobsUrl(url))({
      method: 'PUT',
      key: 'original/notes.txt',
      body: Buffer.from('mine'),
    })
    const blobs = await openS3Blobs({ url, dataDir: await makeDataDir() })
    expect(await Array.fromAsync(blobs.list(''))).toEqual([])
  })
})
