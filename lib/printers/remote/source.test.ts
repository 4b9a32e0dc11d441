import { expect, test } from 'vitest'
import { parseSource, requirePublicSource } from './source.ts'

const siteUrl = 'https://printer.example.org'

test.each([
  ['nothing', 'is not a URL'],
  ['ftp://example.org/', 'neither http'],
  ['https://me:secret@example.org/', 'user or password'],
  ['https://printer.example.org/api/3dprinter/2/', 'this site itself'],
])('%s is no source', (text, error) => {
  expect(parseSource(text, siteUrl)).toContain(error)
})

test('a fragment is left out', () => {
  const source = parseSource('https://example.org/api/1/#x', siteUrl)
  expect(String(source)).toBe('https://example.org/api/1/')
})

test.each([
  'http://192.168.1.4/api/3dprinter/1/',
  'http://[::1]:8080/',
  'http://[::ffff:10.0.0.1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://0x7f000001/',
  'http://localhost:9464/metrics',
])('%s is refused where it doesn’t come from the environment', async (text) => {
  const refused = requirePublicSource(text, siteUrl)
  await expect(refused).rejects.toThrow(/not a public address.*environment/)
  await expect(refused).rejects.toMatchObject({
    code: 'invalid-fields',
    fieldErrors: [{ pointer: '/source' }],
  })
})

test('a public address is accepted, and a name without an address is not', async () => {
  const source = await requirePublicSource('https://93.184.215.14/api/3dprinter/1/#top', siteUrl)
  expect(source).toBe('https://93.184.215.14/api/3dprinter/1/')
  await expect(requirePublicSource('https://nowhere.invalid/', siteUrl)).rejects.toThrow(
    'can’t be found',
  )
})
