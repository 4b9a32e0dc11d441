import { expect, test } from 'vitest'
import { isTypedName, parseName } from './printer-name.ts'

test.each([
  [' Maker\n Select ', 'Maker Select'],
  ['a\u0000b\uffffc', 'abc'],
  ['Nähmaschine 👩‍🔧', 'Nähmaschine 👩‍🔧'],
  ['  ', null],
  ['\u200b\u200b', null],
  ['\u3164', null],
  ['x'.repeat(101), null],
])('the name %j is stored as %j', (given, stored) => {
  expect(parseName(given)).toBe(stored)
})

test.each([
  [' Maker Select ', 'Maker Select', true],
  ['Maker Select', 'Maker\u0001  Select', true],
  ['Maker', 'Maker Select', false],
  ['', '\u200b\u200b', false],
])('%j is typed for %j: %s', (typed, name, isTyped) => {
  expect(isTypedName(typed, name)).toBe(isTyped)
})
