import { expect, it } from 'vitest'
import { computeTheme } from './compute-theme.ts'
import { palettes } from './palettes.fixture.ts'
import type { ThemeSettings } from './schema.ts'
import { renderThemeStyle } from './styles.ts'
import type { TypePairName } from './type-pairs.ts'

const render = (settings: ThemeSettings, type: TypePairName = 'piazzolla') =>
  renderThemeStyle(computeTheme(settings), type)

it('a site without settings sends no style sheet of its own in its pages', () => {
  expect(render({})).toBe('')
})

it('pages carry only the colours that differ', () => {
  const style = render({ accent: '#0057b8' })
  expect(style).toContain('--color-accent:light-dark(#0057b8,#')
  expect(style).not.toMatch(/--color-(?:paper|ink|line)|@font-face|@media/)
})

it('with dark paper the browser’s own parts are dark, and prints have dark text', () => {
  const style = render(palettes['inverted: dark paper as light'])
  expect(style).toContain('color-scheme:dark')
  expect(style).toMatch(/@media print\{:root\{.*--color-ink:#1a1614/)
  expect(render(palettes.forest)).not.toMatch(/color-scheme:dark|@media print/)
})

it('each pair of typefaces has fallback fonts of its width', () => {
  for (const type of ['literata', 'grotesk'] as const) {
    const style = render({}, type)
    const faces = style.match(/@font-face\{[^}]*\}/g) ?? []
    expect(faces.filter((face) => face.includes('/fonts/'))).toHaveLength(2)
    expect(faces.filter((face) => /local\(.*size-adjust:/.test(face)).length).toBe(6)
    expect(style).toMatch(/--font-text:"[^;]*;--font-label:"/)
  }
})

it('no value can end the style element', () => {
  for (const settings of Object.values<ThemeSettings>(palettes))
    expect(render(settings, 'literata')).not.toContain('<')
})
