import { expect, test } from 'vitest'
import { DomainError } from './errors.ts'

test('a fault is known again by every copy of the module', async () => {
  // Another query is another copy, as a bundle is.
  const other: typeof import('./errors.ts') = await import(`./errors.ts?${'copy'}`)
  expect(other.DomainError).not.toBe(DomainError)
  expect(new other.DomainError('busy', 'x') instanceof DomainError).toBe(true)
  expect(new Error('x') instanceof DomainError).toBe(false)
})
