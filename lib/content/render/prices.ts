import type { Root } from 'mdast'
import { visit } from 'unist-util-visit'
import { addWarning, type RenderContext } from './render-context.ts'

/**
 * `$5 and $10` is a formula to the Markdown parser. What begins with a number and goes on with words, without one
 * character of TeX, is meant as money: it stays text, and the owner is told how to say which was meant.
 */
export function escapePrices(tree: Root, context: RenderContext): void {
  visit(tree, 'inlineMath', (node, index, parent) => {
    if (parent === undefined || index === undefined || !looksLikePrice(node.value)) return
    addWarning(
      context,
      node.position?.start.line ?? null,
      `"$${node.value}$" looks like prices and was left as text; write \\$ for a dollar sign, or $\\text{...}$ for words in a formula`,
    )
    parent.children[index] = { type: 'text', value: `$${node.value}$` }
  })
}

export function looksLikePrice(tex: string): boolean {
  return /^\d[\d.,]*\s*[a-z]?\s+(\S+\s+)*?[a-z]{2,}/i.test(tex) && !/[\\^_={}]/.test(tex)
}
