import { expect, test } from 'vitest'
import { parseDecimal } from './parse-decimal.ts'

test.each([
  ['5', 5],
  ['-1', -1],
  ['07', 7],
  ['0.30000000000000004', 0.30000000000000004],
])('%j is a number', (text, number) => expect(parseDecimal(text)).toBe(number))

test.each(['', ' ', ' 5 ', '0x10', '1e3', '٣', '５', '+5', '5.', '.5', '1,5', '1_000', 'NaN'])(
  '%j is none',
  (text) => expect(parseDecimal(text)).toBeNull(),
)
