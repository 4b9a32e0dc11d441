import { expect, test } from 'vitest'
import { findOldNode } from './node-version.ts'

test('an old Node is told what is needed, instead of failing somewhere', () => {
  expect(findOldNode('18.19.1')).toMatch(/needs Node 24 or newer, and this is 18\.19\.1/)
  expect(findOldNode('22.11.0')).not.toBeNull()
  expect(findOldNode('24.0.0')).toBeNull()
  expect(findOldNode(process.versions.node)).toBeNull()
})
