import { expect, test } from 'vitest'
import { parseBlobsUrl } from './s3-url.ts'

test.each([
  ['https://key:secret@host/bucket', /must start with s3:\/\//],
  ['not an address', /must start with s3:\/\//],
  ['s3://host/bucket', /no key or no secret/],
  ['s3://key@host/bucket', /no key or no secret/],
  ['s3://key:hunter2@host', /name of one bucket/],
  ['s3://key:hunter2@host/Bucket', /name of one bucket/],
  ['s3://key:hunter2@host/bucket/folder', /name of one bucket/],
  ['s3://key:hunter2@host/bucket?tls=no', /must have tls=on or tls=off/],
  ['s3://key:hunter2@host/bucket?token=a', /unknown parameter "token"/],
  ['s3://key:hunter2@host/bucket?zone=a', /unknown parameter "zone"/],
  ['s3://key:hunter2@host/bucket?addressing=host', /addressing=path or addressing=virtual/],
  ['s3://key:hunter2@10.0.0.1/bucket?addressing=virtual&tls=off', /IP address/],
  ['s3://key:hunter2@[::1]:9000/bucket?addressing=virtual&tls=off', /IP address/],
  // The certificate of *.s3.example.org doesn't apply to it.
  ['s3://key:hunter2@s3.example.org/my.bucket?addressing=virtual', /dot/],
  ['s3://key:hunter2@s3.example.org/a_bucket?addressing=virtual', /_/],
])('%s is rejected with a reason, and without the secret', (url, message) => {
  expect(() => parseBlobsUrl(url)).toThrow(message)
  expect(() => parseBlobsUrl(url)).not.toThrow(/hunter2/)
})

test('the short form means HTTPS in us-east-1', () => {
  expect(parseBlobsUrl('s3://key:secret@s3.example.org/pictures')).toEqual({
    bucketUrl: 'https://s3.example.org/pictures',
    region: 'us-east-1',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
  })
})

test.each([
  ['s3://k:s@s3.example.org/pictures?addressing=virtual', 'https://pictures.s3.example.org'],
  ['s3://k:s@host:9000/my.bucket?tls=off&addressing=virtual', 'http://my.bucket.host:9000'],
  ['s3://k:s@s3.example.org/pictures?addressing=path', 'https://s3.example.org/pictures'],
])('the bucket of %s is at %s', (url, bucketUrl) => {
  expect(parseBlobsUrl(url)).toMatchObject({ bucketUrl })
})

test('key and secret may contain percent-encoded characters', () => {
  const secret = 'a/b+c:d@e%'
  const url = `s3://test%3Atester:${encodeURIComponent(secret)}@127.0.0.1:9000/pictures/?region=eu-west-3&tls=off`
  expect(parseBlobsUrl(url)).toEqual({
    bucketUrl: 'http://127.0.0.1:9000/pictures',
    region: 'eu-west-3',
    accessKeyId: 'test:tester',
    secretAccessKey: secret,
  })
})
