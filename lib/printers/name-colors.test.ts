import { expect, test } from 'vitest'
import { nameColors } from './name-colors.ts'

test.each([
  ['#000000', 'black'],
  ['#1a1a1a', 'black'],
  ['#404040', 'dark grey'],
  ['#808080', 'grey'],
  ['#c0c0c0', 'light grey'],
  ['#ffffff', 'white'],
  ['#f8f8ff', 'white'],
  ['#ff0000', 'red'],
  ['#800000', 'dark red'],
  ['#ffa500', 'orange'],
  ['#ff6a13', 'orange'],
  ['#8b4513', 'brown'],
  ['#f5deb3', 'beige'],
  ['#ffff00', 'yellow'],
  ['#808000', 'olive'],
  ['#00ff00', 'green'],
  ['#008000', 'green'],
  ['#003300', 'dark green'],
  ['#98fb98', 'green'],
  ['#008080', 'turquoise'],
  ['#0000ff', 'blue'],
  ['#1e3a8a', 'dark blue'],
  ['#add8e6', 'light blue'],
  ['#800080', 'purple'],
  ['#ff00ff', 'pink'],
  ['#ffc0cb', 'light pink'],
])('%s is %s', (hex, name) => {
  expect(nameColors(hex)).toBe(name)
})

test('several colours are a list, each name once', () => {
  expect(nameColors('#ff0000,#ffffff')).toBe('red and white')
  expect(nameColors('#ff0000,#ffffff,#0000ff')).toBe('red, white and blue')
  expect(nameColors('#ff0000,#fe0000')).toBe('red')
})
