import GithubSlugger, { slug as slugify } from 'github-slugger'
import type { Element, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { element, isElement, textProperty, walkElements } from './hast.ts'

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
  const slugger = reserveIds(tree, found)
  const moved = new Map<string, string>()
  const shift = found.some((node) => node.tagName === 'h1') ? 1 : 0
  const headings = found.map((node) => {
    const depth = Math.min(Number(node.tagName[1]) + shift, 6)
    node.tagName = `h${depth}`
    const words = readText(node)
    const wanted = slugify(String(node.properties.id ?? words)) || 'section'
    const id = slugger.slug(wanted)
    if (pageIds.includes(wanted) && !moved.has(wanted)) moved.set(wanted, id)
    node.properties.id = id
    // Around the words, so that screen readers say them once. Links can't be nested.
    if (!hasControl(node))
      node.children = [element('a', { className: ['anchor'], href: `#${id}` }, node.children)]
    return { id, text: words, depth }
  })
  walkElements(tree, (node) => {
    const target = textProperty(node, 'href')
    const id = target?.startsWith('#') ? moved.get(target.slice(1)) : undefined
    if (id !== undefined) node.properties.href = `#${id}`
  })
  return headings
}

function hasControl(node: Element): boolean {
  let found = false
  walkElements(node, (child) => {
    found ||= isElement(child, 'a', 'button')
  })
  return found
}

/** Ids of the page around a document. */
const pageIds = ['content', 'written', 'wax']

/** Makes a slugger that knows the ids of the page and of raw HTML. Of two equal ids in raw HTML the second is removed. */
function reserveIds(tree: Root, headings: readonly Element[]): GithubSlugger {
  const slugger = new GithubSlugger()
  const taken = new Set(pageIds)
  walkElements(tree, (node) => {
    const id = textProperty(node, 'id')
    if (id === null || headings.includes(node)) return
    if (taken.has(id)) delete node.properties.id
    taken.add(id)
  })
  for (const id of taken) slugger.slug(id)
  return slugger
}
