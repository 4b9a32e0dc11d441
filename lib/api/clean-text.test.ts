import { expect, test } from 'vitest'
import { cleanText, isolateDirection } from './clean-text.ts'

test('a text from outside can neither reorder nor overprint what is around it', () => {
  expect(cleanText(`\u202egift${'\u0301'.repeat(180)}\u2066`)).toBe(`gift${'\u0301'.repeat(3)}`)
  expect(cleanText('a\u0000\u001b\u0085b\ufffe\uffff\ud800 c\n🧵')).toBe('ab c\n🧵')
  expect(cleanText('Ünïcode, 3D-Drucker, תוכי, नमस्ते')).toBe('Ünïcode, 3D-Drucker, תוכי, नमस्ते')
})

test('a name in Hebrew or Arabic is isolated in plain text, any other stays as it is', () => {
  expect(isolateDirection('מגדל (v2)')).toBe('\u2068מגדל (v2)\u2069')
  expect(isolateDirection('Grüße, 文')).toBe('Grüße, 文')
})
