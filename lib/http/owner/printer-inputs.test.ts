import { expect, test } from 'vitest'
import { cameraChangesInput } from './printer-inputs.ts'

test('a camera is named by the owner, or left to the snapper, or paused by itself', () => {
  const parse = (given: unknown) => cameraChangesInput.parse(given)
  expect(parse({ name: '  the  nozzle ' })).toEqual({ name: 'the nozzle' })
  expect(parse({ name: ' ' })).toEqual({ name: null })
  expect(parse({ is_paused: true })).toEqual({ isPublishing: false })
  expect(parse({ is_paused: false })).toEqual({ isPublishing: true })
})

test.each([
  [{ name: 'x'.repeat(41) }, /1 to 40 characters/],
  [{ name: '\u200b' }, /1 to 40 characters/],
  [{}, /Nothing to change/],
])('%o is refused', (given, why) => {
  expect(() => cameraChangesInput.parse(given)).toThrow(why)
})
