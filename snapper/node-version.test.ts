import { expect, test } from 'vitest'
import { describeOldNode } from './node-version.ts'

test('an old Node is told what is needed, instead of failing somewhere', () => {
  expect(describeOldNode('18.19.1')).toMatch(/needs Node 24 or newer, and this is 18\.19\.1/)
  expect(describeOldNode('22.11.0')).not.toBeNull()
  expect(describeOldNode('24.0.0')).toBeNull()
  expect(describeOldNode(process.versions.node)).toBeNull()
})
