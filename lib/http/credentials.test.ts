import { expect, test } from 'vitest'
import { singleton } from '#lib/core/singleton.ts'
import type { Credential } from '#lib/printers/types.ts'
import { hashPassword, isPassword, verifyPassword } from './credentials.ts'

/** Passwords that no longer need a slow hash. */
const listKnown = () => [
  ...singleton('known-passwords', () => ({ digests: new Map<string, string>() })).digests.keys(),
]

test('a password that was verified at the start needs no slow hash, and a wrong one stays wrong', async () => {
  const credential: Credential = {
    id: 1,
    printerId: 1,
    kind: 'password',
    username: 'snapper',
    hash: await hashPassword('hunter2'),
    createdAt: new Date(),
    name: null,
    scope: 'report',
    expiresAt: null,
    lastUsedAt: null,
    replacedAt: null,
    lastUsedBy: null,
  }
  const printers = { listCredentials: async () => [credential] }
  await verifyPassword(printers, { user: 'snapper', password: 'wrong' })
  await verifyPassword(printers, { user: 'other', password: 'hunter2' })
  expect(listKnown()).toEqual([])
  await verifyPassword(printers, { user: 'snapper', password: 'hunter2' })
  expect(listKnown()).toEqual([credential.hash])
  expect(await isPassword('hunter2', credential.hash)).toBe(true)
  expect(await isPassword('wrong', credential.hash)).toBe(false)
})

test('without a password the store is not read', async () => {
  const printers = { listCredentials: () => Promise.reject(new Error('read')) }
  await verifyPassword(printers, null)
  await verifyPassword(printers, { user: 'snapper', password: undefined })
})
