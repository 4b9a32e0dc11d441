import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCssVariablesTheme } from 'shiki/core'
import { describe, expect, it } from 'vitest'

const css = await readFile(join(import.meta.dirname, 'content.css'), 'utf8')

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

describe('the style sheet of the content', () => {
  it('has a rule for every kind of token that the renderer uses', () => {
    const theme = JSON.stringify(createCssVariablesTheme({ variablePrefix: '--code-' }))
    const kinds = [...theme.matchAll(/--code-token-([a-z-]+)/g)].map(([, kind = '']) => kind)
    expect(kinds.length).toBeGreaterThan(8)
    for (const kind of kinds)
      expect(css).toContain(`.hl-${kind.replace('string-expression', 'string')} {`)
  })

  it('has enough contrast on light and dark backgrounds', () => {
    const pairs = [...css.matchAll(/light-dark\((#\w{6}), (#\w{6})\)/g)]
    expect(pairs.length).toBeGreaterThan(8)
    for (const [, light = '', dark = ''] of pairs) {
      // On the greys behind code, which are harder than white and black.
      expect(contrast(light, '#ececec')).toBeGreaterThan(4.5)
      expect(contrast(dark, '#262a30')).toBeGreaterThan(4.5)
    }
  })
})
