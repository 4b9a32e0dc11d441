import { expect, test } from 'vitest'
import { describeOldNode } from './version.ts'

test('an old Node gets a clear error message', () => {
  expect(describeOldNode('18.19.1')).toMatch(/requires Node 24 or newer, but this is 18\.19\.1/)
  expect(describeOldNode('22.11.0')).not.toBeNull()
  expect(describeOldNode('24.0.0')).toBeNull()
  expect(describeOldNode(process.versions.node)).toBeNull()
})
