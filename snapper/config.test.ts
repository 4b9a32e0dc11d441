import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from './config.ts'

const complete = {
  PRINTER_ENDPOINT: 'https://example.org/api/3dprinter/1/',
  SNAPPER_USER: 'snapper',
  SNAPPER_PASSWORD: 'hunter2',
  OCTOPRINT_ROOT: 'http://octopi.local/',
  OCTOPRINT_KEY: 'a-key',
  SNAPSHOT_URL: 'http://octopi.local/webcam/?action=snapshot',
}

function read(changes: Record<string, string | undefined>) {
  const result = readConfig({ ...complete, ...changes })
  return 'config' in result ? { ...result, errors: [] } : { ...result, config: null }
}

function writeSecret(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'snapper-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'secret'), text)
  return join(folder, 'secret')
}

test('the original snapper’s variables are enough', () => {
  const { config } = read({
    SNAPPER_USER: undefined,
    SNAPPER_PASSWORD: undefined,
    USER: 'astrid',
    PASSWORD: 'pw',
  })
  expect(config).toMatchObject({
    site: {
      endpoint: new URL('https://example.org/api/3dprinter/1/'),
      credentials: { kind: 'basic', user: 'astrid', password: 'pw' },
    },
    printer: { root: new URL('http://octopi.local/'), key: 'a-key' },
    camera: { url: new URL('http://octopi.local/webcam/?action=snapshot') },
    intervalSeconds: 600,
  })
})

test('SNAPPER_USER takes precedence over USER, which a shell sets by itself', () => {
  const { config } = read({ USER: 'root', PASSWORD: 'pw' })
  expect(config?.site.credentials).toEqual({
    kind: 'basic',
    user: 'snapper',
    password: 'hunter2',
  })
})

test('a token takes precedence over user and password', () => {
  expect(read({ SNAPPER_TOKEN: 'tok', USER: 'root' }).config?.site.credentials).toEqual({
    kind: 'bearer',
    token: 'tok',
  })
})

test('further cameras have an address, a name, a rotation and a mask of their own', () => {
  const { config } = read({
    BUDGET_KB: '40',
    CAMERA_MASK: '0,0,10,100',
    SNAPSHOT_URL_2: 'http://octopi.local:8081/',
    SNAPSHOT_NAME_2: 'nozzle',
    SNAPSHOT_URL_4: 'http://octopi.local:8083/?token=secret-of-4',
    CAMERA_ROTATE_4: '180',
  })
  expect(config?.otherCameras).toMatchObject([
    { number: 2, name: 'nozzle', mask: [], transform: null, budget: { perPictureBytes: 40_000 } },
    { number: 4, name: null, transform: { clockwise: 180 } },
  ])
  expect(config?.secrets).toContain('secret-of-4')
  expect(read({ CAMERA_MASK_3: '1', SNAPSHOT_NAME_4: 'x' }).errors).toEqual([
    expect.stringContaining('CAMERA_MASK_3: must be'),
    expect.stringContaining('SNAPSHOT_URL_4: required'),
  ])
})

test('the camera settings are parsed, and every error in them is reported', () => {
  const { config } = read({
    CAMERA_ROTATE: '90',
    CAMERA_FLIP: 'v',
    CAMERA_MASK: '0,0,10,100; 90,0,10,50',
    BUDGET_KB: '40',
    BUDGET_MB_PER_DAY: '5',
    PRIVACY_HOURS: '22:00-7:00',
    PRIVACY_FILE: '/run/privacy',
  })
  expect(config?.camera).toMatchObject({
    transform: { isMirrored: true, clockwise: 270 },
    mask: [{ left: 0 }, { left: 90, top: 0, width: 10, height: 50 }],
    budget: { perPictureBytes: 40_000, perDayBytes: 5_000_000 },
    privacy: { file: '/run/privacy', hours: { from: 1320, to: 420 } },
  })
  const wrong = {
    CAMERA_ROTATE: '45',
    CAMERA_FLIP: 'x',
    CAMERA_MASK: '1,2,3',
    BUDGET_KB: 'few',
    DARK_LUMA: '300',
    WARMUP_FRAMES: '-1',
    PRIVACY_HOURS: 'night',
    SPOOL_MB: '0',
    PRINTER_BACKEND: 'ender',
  }
  const { errors } = read(wrong)
  expect(errors.map((error) => error.split(':')[0]).toSorted()).toEqual(
    Object.keys(wrong).toSorted(),
  )
})

test('a root URL without a trailing slash gets one', () => {
  const { config } = read({ OCTOPRINT_ROOT: 'http://host/octoprint' })
  expect(config?.printer?.root.href).toBe('http://host/octoprint/')
})

describe('values from files', () => {
  test('without the trailing newline', () => {
    const { config } = read({
      SNAPPER_PASSWORD: undefined,
      SNAPPER_PASSWORD_FILE: writeSecret('pass word \n'),
    })
    expect(config?.site.credentials).toMatchObject({ password: 'pass word ' })
  })

  test('that are unreadable, empty, or contradict the variable', () => {
    expect(
      read({
        SNAPPER_PASSWORD: undefined,
        SNAPPER_PASSWORD_FILE: '/nowhere/secret',
        OCTOPRINT_KEY_FILE: writeSecret('k'),
        SNAPPER_TOKEN_FILE: writeSecret(''),
      }).errors,
    ).toEqual([
      expect.stringMatching(/^SNAPPER_TOKEN_FILE: .* is empty$/),
      "SNAPPER_PASSWORD_FILE: can't read the file (ENOENT)",
      'OCTOPRINT_KEY, OCTOPRINT_KEY_FILE: set only one of them',
      expect.stringMatching(/^SNAPPER_TOKEN/),
    ])
  })
})

test('every error is listed at once, and no value is repeated', () => {
  const { errors } = read({
    PRINTER_ENDPOINT: 'example.org/secret-path',
    SNAPPER_PASSWORD: '',
    OCTOPRINT_ROOT: 'ftp://user:s3cret@octopi.local/',
    OCTOPRINT_KEY: 'a key\n',
    SNAPSHOT_URL: undefined,
    INTERVAL_SECONDS: 'often',
  })
  expect(errors.map((error) => error.split(':')[0])).toEqual([
    'PRINTER_ENDPOINT',
    'SNAPPER_PASSWORD',
    'OCTOPRINT_ROOT',
    'OCTOPRINT_KEY',
    'INTERVAL_SECONDS',
  ])
  expect(errors.join()).not.toMatch(/s3cret|secret-path|a key/)
})

test('without a printer and a camera there is nothing to report', () => {
  expect(read({ OCTOPRINT_ROOT: undefined, SNAPSHOT_URL: '' }).errors).toEqual([
    expect.stringMatching(/^OCTOPRINT_ROOT, SNAPSHOT_URL: set at least one/),
  ])
})

test('a password in the site’s URL is rejected, because it would appear in every log', () => {
  expect(read({ PRINTER_ENDPOINT: 'https://a:b@example.org/' }).errors).toEqual([
    expect.stringMatching(/^PRINTER_ENDPOINT: put user and password/),
  ])
})

test('CAMERA_TIMEOUT_SECONDS, certificates and unchecked hosts for addresses at home', () => {
  expect(read({}).config).toMatchObject({
    camera: { timeoutMs: 10_000 },
    trust: { certificates: null, uncheckedHosts: [] },
  })
  const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'
  const { config } = read({
    CAMERA_TIMEOUT_SECONDS: '20',
    HOME_CA_FILE: writeSecret(pem),
    HOME_TLS_UNCHECKED: 'octopi.local, 10.0.0.7:8443',
  })
  expect(config).toMatchObject({
    camera: { timeoutMs: 20_000 },
    trust: { certificates: pem.trimEnd(), uncheckedHosts: ['octopi.local', '10.0.0.7:8443'] },
  })
  expect(read({ HOME_CA_FILE: writeSecret('no certificate') }).errors).toEqual([
    expect.stringMatching(/^HOME_CA_FILE: must be a PEM/),
  ])
  for (const wrong of ['https://octopi.local/', '*'])
    expect(read({ HOME_TLS_UNCHECKED: wrong }).errors).toEqual([
      expect.stringMatching(/^HOME_TLS_UNCHECKED: must be host names/),
    ])
})
