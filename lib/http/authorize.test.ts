import { beforeEach, expect, test, vi } from 'vitest'
import type { DomainError } from '#lib/core/errors.ts'
import { singleton } from '#lib/core/singleton.ts'
import type { PrinterStore } from '#lib/printers/ports.ts'
import type { Credential, CredentialScope, Printer } from '#lib/printers/types.ts'
import { authorizeSnapper, noteUse } from './authorize.ts'
import {
  createPassword,
  createToken,
  hashPassword,
  hashToken,
  verifyPassword,
} from './credentials.ts'

// At a sixteenth of the cost: hundreds of passwords are hashed here, and as long is waited after each.
vi.mock('node:crypto', async (importOriginal) => {
  const crypto = await importOriginal<typeof import('node:crypto')>()
  const scrypt = (...given: Parameters<typeof crypto.scrypt>) => {
    const [password, salt, length, options, done] = given
    crypto.scrypt(password, salt, length, { ...options, N: 2 ** 10 }, done)
  }
  return { ...crypto, scrypt }
})

const createdAt = new Date()
const token = createToken()
const printer = (id: number): Printer => ({
  id,
  name: `Printer ${id}`,
  isPublishing: true,
  pausedUntil: null,
  publishesTemperatures: true,
  publishesJobName: true,
  publishesMaterial: true,
  publishesSpool: false,
  jobAlias: null,
  publishesPrintsSince: null,
  position: null,
  intervalSeconds: null,
  source: null,
  cameras: [],
  createdAt,
  revision: 1,
})
const never = {
  name: null,
  scope: 'report',
  expiresAt: null,
  lastUsedAt: null,
  replacedAt: null,
  lastUsedBy: null,
} as const
let credentials: Credential[]
let addresses = 0

beforeEach(async () => {
  credentials = [
    {
      ...never,
      id: 1,
      printerId: 1,
      kind: 'token',
      username: null,
      hash: hashToken(token),
      createdAt,
    },
    {
      ...never,
      id: 2,
      printerId: 2,
      kind: 'password',
      username: 'snapper',
      hash: await hashPassword('hunter2'),
      createdAt,
    },
  ]
  addresses += 1
})

const printers = {
  listCredentials: async () => credentials,
  getPrinter: async (id: number) => (id <= 2 ? printer(id) : null),
} as PrinterStore // the two methods that are asked

function authorize(id: number, headers: Record<string, string>, scope: CredentialScope = 'report') {
  const request = new Request('http://site.test/', {
    headers: { 'x-client-address': `10.0.0.${addresses}`, ...headers },
  })
  return authorizeSnapper(request, printers, id, scope)
}
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const bearer = (value: string) => ({ authorization: `Bearer ${value}` })

test.each([
  ['nothing', 1, {}, 'unauthorized'],
  ['a wrong token', 1, bearer('ppz_x'), 'unauthorized'],
  ['a wrong password', 2, basic('snapper', 'hunter3'), 'unauthorized'],
  ['an empty password', 2, basic('snapper', ''), 'unauthorized'],
  ['an unknown user', 2, basic('nobody', 'hunter2'), 'unauthorized'],
  ['a hash in the place of a token', 1, bearer(hashToken(token)), 'unauthorized'],
  ['another printer’s token', 2, bearer(token), 'forbidden'],
  ['a good token for no printer', 3, bearer(token), 'printer-not-found'],
  ['another site’s page', 1, { ...bearer(token), 'sec-fetch-site': 'cross-site' }, 'cross-origin'],
])('%s is rejected', async (_, id, headers, code) => {
  await expect(authorize(id, headers)).rejects.toMatchObject({ code })
})

test('token and password authorize their own printer’s snapper', async () => {
  expect((await authorize(1, bearer(token))).credential.id).toBe(1)
  expect((await authorize(2, basic('snapper', 'hunter2'))).credential.id).toBe(2)
})

test('a token to report can’t read what is private, and one to read can’t report', async () => {
  const tokens = { reporter: token, reader: createToken() }
  const hash = hashToken(tokens.reader)
  credentials = [
    ...credentials.slice(0, 1),
    {
      ...never,
      id: 3,
      printerId: 1,
      kind: 'token',
      username: null,
      createdAt,
      hash,
      scope: 'read-private',
    },
  ]
  const read = authorize(1, bearer(tokens.reader), 'read-private')
  expect((await read).credential.id).toBe(3)
  await expect(authorize(1, bearer(tokens.reader))).rejects.toMatchObject({ code: 'wrong-scope' })
  await expect(authorize(1, bearer(tokens.reporter), 'read-private')).rejects.toMatchObject({
    code: 'wrong-scope',
    message: expect.stringContaining('only report'),
  })
  // Scripts that know only passwords.
  await expect(authorize(1, basic('x', tokens.reader))).rejects.toMatchObject({
    code: 'wrong-scope',
  })
})

test('the program that uses a token is noted, without what could reverse the text around it', () => {
  const noted: unknown[] = []
  const noteTo = { noteUse: async (...use: unknown[]) => void noted.push(use[2]) }
  const use = (userAgent: string) =>
    noteUse(noteTo, credentials[0] as Credential, { get: () => userAgent }) // the first of two
  for (const agent of ['python-requests/2.31', '', `\u202e${'x'.repeat(500)}`]) use(agent)
  expect(noted).toEqual(['python-requests/2.31', null, 'x'.repeat(100)])
})

test('a password that was right before is recognized, and a wrong one still is not', async () => {
  await authorize(2, basic('snapper', 'hunter2'))
  await authorize(2, basic('snapper', 'hunter2'))
  await expect(authorize(2, basic('snapper', 'hunter3'))).rejects.toMatchObject({
    code: 'unauthorized',
  })
})

test('after ten failures an address has to wait, and a request without credentials is not a failure', async () => {
  for (let time = 0; time < 12; time += 1) await authorize(1, {}).catch(() => undefined)
  await expect(authorize(1, bearer(token))).resolves.toBeDefined()
  for (let time = 0; time < 10; time += 1) await authorize(1, bearer('x')).catch(() => undefined)
  for (let time = 0; time < 10; time += 1)
    await authorize(2, basic('snapper', 'wrong')).catch(() => undefined)
  for (const more of [bearer('y'), basic('snapper', 'hunter3'), basic('snapper', 'hunter2')])
    await expect(authorize(2, more)).rejects.toMatchObject({
      code: 'too-many-requests',
      // The wrong passwords took some of the fifteen minutes.
      retryAfterSeconds: expect.toSatisfy((seconds) => seconds > 600 && seconds <= 900),
    })
})

test('ten guesses of one user’s password don’t lock out another user behind the same router', async () => {
  for (let time = 0; time < 12; time += 1)
    await authorize(2, basic('admin', 'wrong')).catch(() => undefined)
  expect((await authorize(2, basic('snapper', 'hunter2'))).credential.id).toBe(2)
})

test('an address that tries other names has to wait after fifty', async () => {
  const codes: string[] = []
  for (let user = 0; user < 52; user += 1)
    await authorize(2, basic(`user ${user}`, 'x')).catch((error: DomainError) =>
      codes.push(error.code),
    )
  expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(50)
  await expect(authorize(1, {})).rejects.toMatchObject({ code: 'too-many-requests' })
})

test('a misconfigured client behind the same router does not lock out a good token', async () => {
  for (let time = 0; time < 12; time += 1)
    await authorize(1, basic('snapper', 'wrong')).catch(() => undefined)
  expect((await authorize(1, bearer(token))).credential.id).toBe(1)
})

test('of 400 parallel guesses ten are hashed, and the others don’t wait for them', async () => {
  const guesses = Array.from({ length: 400 }, (_, index) =>
    authorize(2, basic('snapper', `guess ${index}`)).catch((error: DomainError) => error.code),
  )
  const codes = await Promise.all(guesses)
  expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(10)
  expect(codes.filter((code) => code === 'too-many-requests')).toHaveLength(390)
})

test('one password is hashed at a time, and a full queue rejects more', async () => {
  let addressNumber = 0
  const fromEverywhere = Array.from({ length: 80 }, () => {
    const headers = {
      ...basic('snapper', 'guess'),
      'x-client-address': `10.9.0.${addressNumber++}`,
    }
    return authorize(2, headers).catch((error: DomainError) => error.code)
  })
  const codes = await Promise.all(fromEverywhere)
  expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(33)
  expect(codes.filter((code) => code === 'busy')).toHaveLength(47)
})

test('a password that was right recently passes after ten guesses from its address', async () => {
  await authorize(2, basic('snapper', 'hunter2'))
  for (let time = 0; time < 12; time += 1)
    await authorize(2, basic('snapper', 'wrong')).catch(() => undefined)
  expect((await authorize(2, basic('snapper', 'hunter2'))).credential.id).toBe(2)
})

/** As a restart does: nothing is known of passwords. */
function forgetPasswords(): void {
  singleton('known-passwords', () => ({ digests: new Map<string, string>() })).digests.clear()
}

test('a generated password passes after ten guesses in a process that has never seen it', async () => {
  const password = createPassword()
  credentials = credentials.map((each) =>
    each.id === 2 ? { ...each, hash: hashToken(password) } : each,
  )
  const codes: string[] = []
  for (let time = 0; time < 12; time += 1)
    await authorize(2, basic('snapper', 'wrong')).catch((error: DomainError) =>
      codes.push(error.code),
    )
  expect(codes.filter((code) => code === 'unauthorized')).toHaveLength(10)
  expect(codes.filter((code) => code === 'too-many-requests')).toHaveLength(2)
  expect((await authorize(2, basic('snapper', password))).credential.id).toBe(2)
  await expect(authorize(2, basic('snapper', hashToken(password)))).rejects.toThrow()
})

test('the configured password passes after ten guesses, also before the start has verified it', async () => {
  forgetPasswords()
  const outage = { listCredentials: () => Promise.reject(new Error('outage')) }
  const configured = { user: 'snapper', password: 'hunter2' }
  await expect(verifyPassword(outage, configured)).rejects.toThrow('outage')
  for (let time = 0; time < 12; time += 1)
    await authorize(2, basic('snapper', 'wrong')).catch(() => undefined)
  expect((await authorize(2, basic('snapper', 'hunter2'))).credential.id).toBe(2)
  await expect(authorize(2, basic('snapper', 'hunter3'))).rejects.toMatchObject({
    code: 'too-many-requests',
  })
})

test('no hash contains its secret', () => {
  for (const { hash } of credentials) expect(hash).not.toMatch(/hunter2|ppz_/)
})

test('missing and wrong credentials are told apart', async () => {
  await expect(authorize(1, {})).rejects.toThrow(/^Send the user and password/)
  await expect(authorize(1, bearer('ppz_x'))).rejects.toThrow(/this token, are wrong\. Make new/)
})

test('a token that has expired is refused, and the response says so', async () => {
  const [first] = credentials
  if (first !== undefined) first.expiresAt = new Date(Date.now() - 1)
  const refused = authorize(1, bearer(token))
  await expect(refused).rejects.toMatchObject({ code: 'unauthorized' })
  await expect(refused).rejects.toThrow(/expired on .* \/admin\/printers/)
  if (first !== undefined) first.expiresAt = new Date(Date.now() + 60_000)
  expect((await authorize(1, bearer(token))).printer.id).toBe(1)
})

test('a script that knows only passwords may send a token as one', async () => {
  expect((await authorize(1, basic('snapper', token))).credential.id).toBe(1)
  await expect(authorize(1, basic('snapper', `${token}x`))).rejects.toThrow('token')
})
