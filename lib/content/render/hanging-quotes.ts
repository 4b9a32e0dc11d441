import type { Element, Nodes, Root } from 'hast'
import { addClass, isElement } from './element.ts'
import { walkElements } from './walk-elements.ts'

/**
 * Marks paragraphs and headings that begin with a quotation mark, which hangs in the margin so that the words themselves stand
 * on the edge of the text. By a class, since only one engine knows `hanging-punctuation`.
 */
export function hangQuotes(tree: Root): void {
  walkElements(tree, (node) => {
    if (!/^(?:p|h[1-6])$/.test(node.tagName)) return
    const first = findFirstText(node)
    if (/^[“„«]/.test(first)) addClass(node, 'hangs')
    else if (/^[‘‚‹]/.test(first)) addClass(node, 'hangs-single')
  })
}

function findFirstText(node: Element): string {
  const first: Nodes | undefined = node.children[0]
  if (first?.type === 'text') return first.value.trimStart()
  return isElement(first) && first.tagName !== 'code' ? findFirstText(first) : ''
}
