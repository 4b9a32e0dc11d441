import { expect, test } from 'vitest'
import { withoutName } from './form.tsx'

test.each([
  ['profiles[2].url "x" is not an address.', 'profiles/1/url', '"x" is not an address.'],
  ['time_zone has to be a name.', 'time_zone', 'Has to be a name.'],
  ['theme.dark.ink is no colour.', 'theme/dark/ink', 'Is no colour.'],
  ['Give a name of 1 to 100 characters.', 'name', 'Give a name of 1 to 100 characters.'],
])('next to a field its label is its name: %s', (detail, name, expected) => {
  expect(withoutName(detail, name)).toBe(expected)
})
