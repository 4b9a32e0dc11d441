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
])('%s is rejected with a reason, and without the secret', (url, message) => {
  expect(() => parseBlobsUrl(url)).toThrow(message)
  expect(() => parseBlobsUrl(url)).not.toThrow(/hunter2/)
})

test('the short form means HTTPS in us-east-1', () => {
  expect(parseBlobsUrl('s3://key:secret@s3.example.org/pictures')).toEqual({
    endpoint: 'https://s3.example.org',
    bucket: 'pictures',
    region: 'us-east-1',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
  })
})

test('key and secret may contain percent-encoded characters', () => {
  const secret = 'a/b+c:d@e%'
  const url = `s3://test%3Atester:${encodeURIComponent(secret)}@127.0.0.1:9000/pictures/?region=eu-west-3&tls=off`
  expect(parseBlobsUrl(url)).toEqual({
    endpoint: 'http://127.0.0.1:9000',
    bucket: 'pictures',
    region: 'eu-west-3',
    accessKeyId: 'test:tester',
    secretAccessKey: secret,
  })
})
