import type { Element, Nodes, Root, RootContent } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { classesOf, isElement, removeElements, walkElements } from './hast.ts'
import { removeComments } from './raw-html.ts'

const wordsPerMinute = 230
/** Longer summaries are cut at a word. */
const maxSummaryLength = 300

const blockTags =
  /^(?:p|li|h[1-6]|pre|div|figure|figcaption|blockquote|section|table|t[hdr]|d[dlt]|br|hr)$/
const mediaTags = ['svg', 'button', 'iframe', 'video', 'audio']
/** Looked at rather than read word by word. */
const pictorialTags = ['pre', 'svg', 'math', 'figure']
const tagsWithoutExcerpt = ['figure', 'pre', 'img', 'picture', 'svg', 'iframe', 'video', 'audio']

/** The marks of this site, Hugo and WordPress, Docusaurus, Pelican, Nikola and others. */
const excerptMark =
  /^\s*(?:excerpt|more|read[-_ ]?more|truncate|end[-_ ]?excerpt|pelican_end_summary|teaser_end)\s*$/i

/** The words without markup, for the search: blocks separated, partly styled words whole, no drawings, no footnote numbers. */
export function toPlainText(tree: Root): string {
  const parts: string[] = []
  collectText(tree, parts)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

function collectText(node: Nodes, parts: string[]): void {
  if (node.type === 'text') parts.push(node.value)
  if (!('children' in node) || isExcludedFromText(node)) return
  for (const child of node.children) collectText(child, parts)
  if (node.type === 'element' && blockTags.test(node.tagName)) parts.push(' ')
}

function isExcludedFromText(node: Nodes): boolean {
  if (!isElement(node)) return false
  if (mediaTags.includes(node.tagName)) return true
  if (node.properties.id === 'footnote-label') return true
  return (
    node.properties.dataFootnoteBackref !== undefined || classesOf(node).includes('footnote-ref')
  )
}

/** Reading time in minutes, at least 1. */
export function estimateReadingTime(tree: Nodes): { words: number; minutes: number } {
  const words = countWords(tree)
  return { words, minutes: Math.max(1, Math.round(words / wordsPerMinute)) }
}

function countWords(node: Nodes): number {
  if (node.type === 'text') return node.value.split(/\s+/).filter((word) => word !== '').length
  if (!('children' in node) || isElement(node, ...pictorialTags)) return 0
  return node.children.reduce((sum, child) => sum + countWords(child), 0)
}

/** The part before `<!-- excerpt -->`, or the first paragraph, reduced to text and links for use in lists. */
export function extractExcerpt(tree: Root): { tree: Root; text: string } {
  const end = tree.children.findIndex(hasExcerptMark)
  const first = tree.children.find((node) => isElement(node, 'p'))
  const chosen = end < 0 ? (first === undefined ? [] : [first]) : tree.children.slice(0, end + 1)
  const excerpt: Root = { type: 'root', children: structuredClone(chosen) }
  removeElements(excerpt, isExcludedFromExcerpt)
  removeComments(excerpt)
  walkElements(excerpt, (node) => {
    delete node.properties.id
  })
  const text = toText(excerpt).replace(/\s+/g, ' ').trim()
  return { tree: excerpt, text: shorten(text, maxSummaryLength) }
}

/** Cuts at a word and marks the cut with an ellipsis. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const cut = text.slice(0, maxLength)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[\s,;:.–—-]+$/, '')}…`
}

function hasExcerptMark(node: RootContent): boolean {
  if (node.type === 'comment') return excerptMark.test(node.value)
  return isElement(node, 'p') && node.children.some((child) => hasExcerptMark(child))
}

function isExcludedFromExcerpt(node: Element): boolean {
  const classes = classesOf(node)
  return (
    tagsWithoutExcerpt.includes(node.tagName) ||
    (node.tagName === 'sup' &&
      node.children.some(
        (child) => isElement(child) && classesOf(child).includes('footnote-ref'),
      )) ||
    ['footnote-ref', 'footnote-open'].some((name) => classes.includes(name))
  )
}
