import { describe, expect, test } from 'vitest'
import { StartError } from '#lib/core/start-error.ts'
import { readEnv } from './env.ts'

test('pictures may take MAX_STORAGE_MB; the old KEEP_MB still works, with a warning', () => {
  expect(readEnv({})).toMatchObject({ retention: { maxBytes: 2e9 }, warnings: [] })
  expect(readEnv({ MAX_STORAGE_MB: '5' })).toMatchObject({ retention: { maxBytes: 5e6 } })
  const old = readEnv({ KEEP_MB: '7' })
  expect(old.retention.maxBytes).toBe(7e6)
  expect(old.warnings.join()).toMatch(/KEEP_MB is deprecated.*MAX_STORAGE_MB/)
  const both = readEnv({ KEEP_MB: '7', MAX_STORAGE_MB: '5' })
  expect(both.retention.maxBytes).toBe(5e6)
})

test('a password that can be guessed starts with a warning, which does not contain it', () => {
  const start = (SNAPPER_PASSWORD: string) =>
    readEnv({ SNAPPER_USER: 'snapper', SNAPPER_PASSWORD }).warnings
  expect(start('hunter2').join()).toMatch(/fewer than 12 characters.*rotate 1 --user snapper/)
  expect(start('hunter2').join()).not.toContain('hunter2')
  expect(start('twelve chars')).toEqual([])
})

test('SECRETS_KEY has 32 bytes; the error says how to make one and does not contain it', () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const SECRETS_KEY = `${one.toString('base64')},${two.toString('base64')}`
  expect(readEnv({ SECRETS_KEY }).secretsKeys.map(({ bytes }) => bytes)).toEqual([one, two])
  expect(readEnv({ SECRETS_KEY: '' }).secretsKeys).toEqual([])
  for (const wrong of ['hunter2', `${SECRETS_KEY},x`, one.toString('hex'), ','])
    expect(() => readEnv({ SECRETS_KEY: wrong })).toThrow(
      /SECRETS_KEY: has to be 32 bytes.*openssl/,
    )
  expect(() => readEnv({ SECRETS_KEY: 'hunter2' })).not.toThrow(/hunter2/)
})

const read = (variables: Record<string, string>) => readEnv({ NODE_ENV: 'test', ...variables })

test('invalid sources stop the start, all of them listed at once with their variables', () => {
  const start = () =>
    read({
      PRINTER_1_SOURCE: 'ftp://example.org/api/3dprinter/1/',
      PRINTER_2_SOURCE: 'example.org',
      PRINTER_0_SOURCE: 'https://example.org/',
      PRINTER_first_SOURCE: 'https://example.org/',
      PRINTER_3_SOURCE: 'https://me:secret@example.org/',
      PRINTER_4_SOURCE: 'http://localhost:3000/api/3dprinter/1/',
      PORT: 'three thousand',
    })
  expect(start).toThrow(/PRINTER_1_SOURCE: is neither http/)
  expect(start).toThrow(/PRINTER_2_SOURCE: is not a URL/)
  expect(start).toThrow(/PRINTER_0_SOURCE: use a printer number/)
  expect(start).toThrow(/PRINTER_first_SOURCE: use a printer number/)
  expect(start).toThrow(/PRINTER_3_SOURCE: contains a user or password/)
  expect(start).toThrow(/PRINTER_4_SOURCE: is this site itself/)
  expect(start).toThrow(/PORT: /)
  expect(start).not.toThrow(/secret/)
})

test('a printer has a snapper or a source, not both', () => {
  const both = {
    PRINTER_1_SOURCE: 'https://example.org/api/3dprinter/1/',
    SNAPPER_USER: 'snapper',
    SNAPPER_PASSWORD: 'x',
  }
  expect(() => read(both)).toThrow(
    /PRINTER_1_SOURCE: printer 1 already reports here as SNAPPER_USER/,
  )
})

describe('a source is accepted', () => {
  test('for any number, with its query and without its hash', () => {
    const { remotes } = read({
      PRINTER_12_SOURCE: 'https://example.org/printer?id=1#now',
      PRINTER_2_SOURCE: '',
    })
    expect([...remotes].map(([id, { href }]) => [id, href])).toEqual([
      [12, 'https://example.org/printer?id=1'],
    ])
  })

  test('with the owner’s name for it', () => {
    const { remotes, firstPrinter } = read({
      PRINTER_1_SOURCE: 'http://10.0.0.7:8000/api/3dprinter/1/',
      PRINTER_NAME: 'The one at the office',
    })
    expect(remotes.size).toBe(1)
    expect(firstPrinter?.name).toBe('The one at the office')
  })
})

test('each invalid variable is named once, with what would be right and without its value', () => {
  const invalid = {
    NODE_ENV: 'prod',
    PORT: '70000',
    SITE_URL: 'example',
    DATABASE_URL: 'mysql://me:secret@db/site',
    BLOBS_URL: 'https://secret',
    METRICS_PORT: '1.5',
    PRINTER_NAME: 'x'.repeat(101),
    IMAGE_MAX_WIDTH: '8',
    MAX_STORAGE_MB: '0',
    TRUSTED_PROXIES: 'yes',
    PUBLIC_CACHE: 'maybe',
  }
  const start = () => readEnv({ ...invalid, SNAPPER_PASSWORD: 'secret'.repeat(50) })
  expect(start).toThrow(
    new StartError(`Invalid environment variables:
  NODE_ENV: has to be one of development, production, test
  PORT: has to be at most 65535
  SITE_URL: has to be an address without a path, such as https://printer.example.org. The site has to be at the root of its host name; give it a host name of its own
  DATABASE_URL: has to begin with postgres://
  BLOBS_URL: has to begin with s3://
  METRICS_PORT: has to be a whole number
  PRINTER_NAME: has more than 100 characters
  SNAPPER_PASSWORD: has more than 200 characters
  IMAGE_MAX_WIDTH: has to be at least 320
  MAX_STORAGE_MB: has to be more than 0
  TRUSTED_PROXIES: has to be a number
  PUBLIC_CACHE: has to be one of 0, 1, on, off, true, false`),
  )
})

test('without SITE_URL, links lead to this machine at the port of the site', () => {
  expect(readEnv({ PORT: '23010' }).siteUrl).toBe('http://localhost:23010')
  expect(readEnv({}).siteUrl).toBe('http://localhost:3000')
  expect(readEnv({ PORT: '23010', SITE_URL: 'https://example.org' }).siteUrl).toBe(
    'https://example.org',
  )
})
