import { createHash } from 'node:crypto'
import type { Nodes } from 'hast'
import { addClass, textProperty } from './element.ts'
import { walkElements } from './walk-elements.ts'

/**
 * Moves every style attribute, of formulas and of raw HTML, into a rule of its own class, so that the page stands
 * under `style-src 'self'`.
 *
 * @returns the rules, for the document's style sheet; empty for nearly every post
 */
export function moveInlineStyles(...trees: Nodes[]): string[] {
  const rules = new Set<string>()
  for (const tree of trees)
    walkElements(tree, (node) => {
      const style = textProperty(node, 'style')?.trim()
      delete node.properties.style
      // A brace would end the rule and begin another.
      if (style === undefined || style === '' || /[{}<>]/.test(style)) return
      const name = `i-${createHash('sha256').update(style).digest('hex').slice(0, 8)}`
      addClass(node, name)
      rules.add(`.${name}{${style.replace(/;$/, '')}}`)
    })
  return [...rules]
}
