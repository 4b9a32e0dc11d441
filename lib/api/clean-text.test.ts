import { expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

test('a text from outside can neither reorder nor overprint what is around it', () => {
  expect(cleanText(`\u202egift${'\u0301'.repeat(180)}\u2066`)).toBe(`gift${'\u0301'.repeat(3)}`)
  expect(cleanText('Ünïcode, 3D-Drucker, תוכי, नमस्ते')).toBe('Ünïcode, 3D-Drucker, תוכי, नमस्ते')
})
