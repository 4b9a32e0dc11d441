import { expect, test } from 'vitest'
import { DomainError } from './errors.ts'

test('`instanceof` works across copies of the module', async () => {
  // Another query loads another copy, as a bundle does.
  const other: typeof import('./errors.ts') = await import(`./errors.ts?${'copy'}`)
  expect(other.DomainError).not.toBe(DomainError)
  expect(new other.DomainError('busy', 'x') instanceof DomainError).toBe(true)
  expect(new Error('x') instanceof DomainError).toBe(false)
})
