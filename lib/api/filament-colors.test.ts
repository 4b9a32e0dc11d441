import { expect, test } from 'vitest'
import { parseFilamentColors } from './filament-colors.ts'

test.each([
  ['red', null],
  ['bad', null],
  ['#12', null],
  ['#12345', null],
  ['', null],
  ['; , ;', null],
  ['#1E3A8A', '#1e3a8a'],
  ['FF0000FF', '#ff0000'],
  ['#F0a', '#ff00aa'],
  ['#F0a8', '#ff00aa'],
  ['"#FF0000";"#00FF00"', '#ff0000,#00ff00'],
  ['ff0000, red, ff0000, 0000ff', '#ff0000,#0000ff'],
  ['#000001,#000002,#000003,#000004,#000005', '#000001,#000002,#000003,#000004'],
])('the colours of %j are %j', (text, colors) => {
  expect(parseFilamentColors(text)).toBe(colors)
})
