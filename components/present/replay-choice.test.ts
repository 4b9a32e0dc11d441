import { expect, test } from 'vitest'
import { parseReplayChoice } from './replay-choice.ts'

test.each(['0', '01', '1e3', '-4', 'benchy', '9999999999', ['3', '4']])(
  '%o is no print’s number, and is quoted as given',
  (given) => {
    const choice = parseReplayChoice(given)
    expect(choice).toEqual({ kind: 'unknown', given: [given].flat().join(', ') })
  },
)

test('empty is the last print, "off" is none, a number is that print', () => {
  expect(parseReplayChoice(undefined)).toEqual({ kind: 'last' })
  expect(parseReplayChoice('')).toEqual({ kind: 'last' })
  expect(parseReplayChoice('off')).toEqual({ kind: 'none' })
  expect(parseReplayChoice('12')).toEqual({ kind: 'print', number: 12 })
})

test('a long value is cut', () => {
  expect(parseReplayChoice('x'.repeat(900))).toEqual({ kind: 'unknown', given: 'x'.repeat(40) })
})
