import { createHash } from 'node:crypto'
import type { Element, Nodes, Root } from 'hast'
import {
  addClass,
  element,
  isElement,
  replaceElements,
  textProperty,
  walkElements,
} from './hast.ts'

/** Lets wide tables scroll, turns the obsolete `align` attribute into a class, and labels the checkboxes of task lists. */
export async function prepareTables(tree: Root): Promise<void> {
  walkElements(tree, (node) => {
    if ((node.tagName === 'td' || node.tagName === 'th') && node.properties.align !== undefined) {
      addClass(node, `align-${String(node.properties.align)}`)
      delete node.properties.align
    }
    if (node.tagName === 'input' && node.properties.type === 'checkbox')
      node.properties.ariaLabel = node.properties.checked ? 'done' : 'not done'
  })
  await replaceElements(
    tree,
    (node) => node.tagName === 'table',
    (table) => {
      const properties = { className: ['scroll'], tabIndex: 0, role: 'group', ariaLabel: 'Table' }
      return element('div', properties, [table])
    },
  )
}

/**
 * Marks paragraphs and headings that begin with a quotation mark. The style sheet hangs the mark in the margin, so that the words align
 * with the edge of the text. A class, because only one browser engine knows `hanging-punctuation`.
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

/**
 * Moves every style attribute, of formulas and of raw HTML, into a rule with a class of its own, so that the page works under
 * `style-src 'self'`.
 *
 * @returns the rules for the document's style sheet; empty for nearly every post
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
