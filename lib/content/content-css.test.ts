import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCssVariablesTheme } from 'shiki/core'
import { describe, expect, it } from 'vitest'

const css = await readFile(join(import.meta.dirname, 'content.css'), 'utf8')

describe('the style sheet of the content', () => {
  it('has a rule for every kind of token that the renderer uses', () => {
    const theme = JSON.stringify(createCssVariablesTheme({ variablePrefix: '--code-' }))
    const kinds = [...theme.matchAll(/--code-token-([a-z-]+)/g)].map(([, kind = '']) => kind)
    expect(kinds.length).toBeGreaterThan(8)
    for (const kind of kinds)
      expect(css).toContain(`.hl-${kind.replace('string-expression', 'string')} {`)
  })
})
