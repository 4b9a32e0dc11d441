import type { Element, Root, RootContent } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { classesOf, isElement } from './element.ts'
import { removeComments } from './remove-comments.ts'
import { removeElements } from './replace-elements.ts'
import { walkElements } from './walk-elements.ts'

/** Beyond this a summary is cut at a word. */
const maxSummaryLength = 300

/** What stands before `<!-- excerpt -->`, or the first paragraph, made fit for a list: words and links only. */
export function extractExcerpt(tree: Root): { tree: Root; text: string } {
  const end = tree.children.findIndex(holdsMark)
  const first = tree.children.find((node) => isElement(node, 'p'))
  const chosen = end < 0 ? (first === undefined ? [] : [first]) : tree.children.slice(0, end + 1)
  const excerpt: Root = { type: 'root', children: structuredClone(chosen) }
  removeElements(excerpt, isHeavy)
  removeComments(excerpt)
  walkElements(excerpt, (node) => {
    delete node.properties.id
  })
  const text = toText(excerpt).replace(/\s+/g, ' ').trim()
  return { tree: excerpt, text: shorten(text, maxSummaryLength) }
}

/** Cut at a word, with an ellipsis where something is missing. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const cut = text.slice(0, maxLength)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).replace(/[\s,;:.–—-]+$/, '')}…`
}

function holdsMark(node: RootContent): boolean {
  if (node.type === 'comment') return node.value.trim().toLowerCase() === 'excerpt'
  return isElement(node, 'p') && node.children.some((child) => holdsMark(child))
}

function isHeavy(node: Element): boolean {
  const footnote = ['footnote-ref', 'footnote-open', 'anchor']
  return (
    ['figure', 'pre', 'img', 'picture', 'svg', 'iframe', 'video', 'audio'].includes(node.tagName) ||
    (node.tagName === 'sup' &&
      node.children.some(
        (child) => isElement(child) && classesOf(child).includes('footnote-ref'),
      )) ||
    classesOf(node).some((name) => footnote.includes(name))
  )
}
