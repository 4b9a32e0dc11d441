import { expect, it } from 'vitest'
import { themeSchema } from './schema.ts'

it.each([
  ['#FFF', '#ffffff'],
  ['#C4281A', '#c4281a'],
  ['oklch(0.628 0.2577 29.23)', '#ff0000'],
  ['oklch(100% 0 0)', '#ffffff'],
])('the colour %s is understood', (written, hex) => {
  expect(themeSchema.parse({ accent: written }).accent).toBe(hex)
})

it.each([
  // What YAML makes of `accent: #c4281a`.
  [{ accent: null }, 'has to be a colour in quotes'],
  [{ accent: 'tomato' }, 'is "tomato", which is no colour; write it as "#c4281a"'],
  [{ dark: { paper: '#12' } }, 'is "#12", which is no colour'],
  [{ dark: '#111111' }, 'has to be a list of colours'],
  [{ type: 'comic' }, 'has to be piazzolla or literata or grotesk'],
  [{ logo: 'logo.svg' }, 'has to be the path of an SVG or PNG in content/public/'],
  [{ logo: '/../site.png' }, 'has to be the path of an SVG or PNG in content/public/'],
  [{ logo: '//other.example/logo.svg' }, 'has to be the path of an SVG or PNG'],
])('%j is refused with what would be right', (given, advice) => {
  const { error } = themeSchema.safeParse(given)
  expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining(advice)])
})
