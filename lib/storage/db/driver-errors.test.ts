import { expect, test } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import { mapDriverError, mapDriverErrors } from './driver-errors.ts'

const withCode = (code: string) => Object.assign(new Error(code), { code })

test.each([
  ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED', 'SQLITE_CANTOPEN'],
  ...['SQLITE_IOERR_FSYNC', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_CORRUPT', 'SQLITE_NOTADB'],
  ...['EACCES', 'EROFS', 'EIO', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT'],
  ...['08006', '28P01', '3D000', '53300', '57P01', '57014', '25006', '40P01', '40001', '58030'],
])('%s is an outage that clients may wait for', (code) => {
  const cause = withCode(code)
  expect(mapDriverError(cause)).toMatchObject({
    code: 'storage-unavailable',
    retryAfterSeconds: 5,
    cause,
  })
})

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
])('the pool’s "%s" is an outage', (message) => {
  expect(mapDriverError(new Error(message))).toMatchObject({ code: 'storage-unavailable' })
})

test('connection refused on all addresses of a host is an outage', () => {
  const cause = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])
  expect(mapDriverError(cause)).toMatchObject({ code: 'storage-unavailable' })
})

test.each(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', '53100'])('%s is a full disk', (code) => {
  expect(mapDriverError(withCode(code))).toMatchObject({
    code: 'insufficient-storage',
    retryAfterSeconds: null,
  })
})

test.each([
  withCode('SQLITE_CONSTRAINT_UNIQUE'),
  withCode('23505'),
  withCode('42P01'),
  new TypeError('x is not a function'),
  new DomainError('printer-not-found', 'There is no printer 1.'),
  'not an error',
])('%s is not an outage and is returned unchanged', async (error) => {
  await expect(mapDriverErrors(() => Promise.reject(error))).rejects.toBe(error)
})
