import { expect, test } from 'vitest'
import { parseBlobsUrl } from './s3-url.ts'

test.each([
  ['https://key:secret@host/bucket', /begins with s3:\/\//],
  ['not an address', /begins with s3:\/\//],
  ['s3://host/bucket', /key or secret is missing/],
  ['s3://key@host/bucket', /key or secret is missing/],
  ['s3://key:hunter2@host', /name of one bucket/],
  ['s3://key:hunter2@host/Bucket', /name of one bucket/],
  ['s3://key:hunter2@host/bucket/folder', /name of one bucket/],
  ['s3://key:hunter2@host/bucket?tls=no', /tls is on or off/],
  ['s3://key:hunter2@host/bucket?zone=a', /not "zone"/],
])('%s is refused with what is wrong, and without the secret', (url, message) => {
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

test('the long form says everything, with characters that an address has other uses for', () => {
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
