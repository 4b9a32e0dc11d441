import GithubSlugger from 'github-slugger'
import type { Element, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { element, isElement, walkElements } from './hast.ts'

export interface Heading {
  id: string
  text: string
  /** 2 to 6; 1 is the page's title. */
  depth: number
}

/** The heading's text without footnote numbers. */
function readText(node: Element): string {
  return node.children
    .filter((child) => !isElement(child, 'sup'))
    .map((child) => (child.type === 'text' ? child.value : isElement(child) ? toText(child) : ''))
    .join('')
    .trim()
}

/**
 * Gives headings an id and a keyboard-accessible link to themselves, and lists them without the footnotes' label.
 * If a document uses `#`, all its headings move down one level, because the page's `h1` is its title.
 */
export function anchorHeadings(tree: Root): Heading[] {
  const found: Element[] = []
  walkElements(tree, (node) => {
    if (/^h[1-6]$/.test(node.tagName) && node.properties.id !== 'footnote-label') found.push(node)
  })
  const shift = found.some((node) => node.tagName === 'h1') ? 1 : 0
  const slugger = new GithubSlugger()
  return found.map((node) => {
    const depth = Math.min(Number(node.tagName[1]) + shift, 6)
    node.tagName = `h${depth}`
    const words = readText(node)
    const id = slugger.slug(String(node.properties.id ?? words)) || slugger.slug('section')
    node.properties.id = id
    const properties = { className: ['anchor'], href: `#${id}`, ariaLabel: `Link to “${words}”` }
    // Links can't be nested: a heading that is itself a link gets no second one.
    const hasLink = node.children.some((child) => isElement(child, 'a'))
    if (!hasLink || node.children.length > 1) node.children.push(element('a', properties))
    return { id, text: words, depth }
  })
}
