import { expect, test } from 'vitest'
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
