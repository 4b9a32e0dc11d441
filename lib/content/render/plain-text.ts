import type { Nodes, Root } from 'hast'
import { classesOf, isElement } from './element.ts'

const blocks =
  /^(?:p|li|h[1-6]|pre|div|figure|figcaption|blockquote|section|table|t[hdr]|d[dlt]|br|hr)$/

/** The words alone, for searching: blocks apart, words that are only styled in part together, no drawings, no numbers of notes. */
export function toPlainText(tree: Root): string {
  const parts: string[] = []
  collect(tree, parts)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

function collect(node: Nodes, parts: string[]): void {
  if (node.type === 'text') parts.push(node.value)
  if (!('children' in node) || isSilent(node)) return
  for (const child of node.children) collect(child, parts)
  if (node.type === 'element' && blocks.test(node.tagName)) parts.push(' ')
}

function isSilent(node: Nodes): boolean {
  if (!isElement(node)) return false
  if (['svg', 'button', 'iframe', 'video', 'audio'].includes(node.tagName)) return true
  if (node.properties.id === 'footnote-label') return true
  return (
    node.properties.dataFootnoteBackref !== undefined || classesOf(node).includes('footnote-ref')
  )
}
