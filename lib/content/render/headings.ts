import GithubSlugger from 'github-slugger'
import type { Element, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { element, isElement } from './element.ts'
import { walkElements } from './walk-elements.ts'

export interface Heading {
  id: string
  text: string
  /** 2 to 6; 1 is the page's own. */
  depth: number
}

/** The heading's words; the number of a footnote is none of them. */
function readWords(node: Element): string {
  return node.children
    .filter((child) => !isElement(child, 'sup'))
    .map((child) => (child.type === 'text' ? child.value : isElement(child) ? toText(child) : ''))
    .join('')
    .trim()
}

/**
 * Gives headings ids and a link to themselves that a keyboard reaches, and lists them.
 * The label of the footnotes is none of the text's. A `#` at the top of a post moves all headings one down: the
 * page's `h1` is its title.
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
    const words = readWords(node)
    const id = slugger.slug(String(node.properties.id ?? words)) || slugger.slug('section')
    node.properties.id = id
    const properties = { className: ['anchor'], href: `#${id}`, ariaLabel: `Link to “${words}”` }
    // A link can't stand in a link; such a heading keeps its own.
    const hasLink = node.children.some((child) => isElement(child, 'a'))
    if (!hasLink || node.children.length > 1) node.children.push(element('a', properties))
    return { id, text: words, depth }
  })
}
