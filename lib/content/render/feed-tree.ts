import type { Element, Root } from 'hast'
import { sitePlaceholder } from '../site-placeholder.ts'
import { classesOf, element, isElement, text, textProperty } from './element.ts'
import type { RenderContext } from './render-context.ts'
import { removeElements, replaceElements } from './replace-elements.ts'
import { walkElements } from './walk-elements.ts'

/**
 * The finished document as a feed carries it: whole, with absolute addresses, without what needs the page's styles or
 * scripts, and with ids that no other entry has. Where the site stands is put in when it is read (`any-site.ts`).
 */
export async function makeFeedTree(page: Root, context: RenderContext): Promise<Root> {
  const tree = structuredClone(page)
  const base = sitePlaceholder + context.path
  const ownIds = new Set<string>()
  removeElements(tree, (node) => node.tagName === 'button' || classesOf(node).includes('anchor'))
  removeElements(
    tree,
    (node) =>
      classesOf(node).some((name) => ['enlarge', 'scroll', 'embed-frame'].includes(name)) ||
      isColouredCode(node),
    { keepChildren: true },
  )
  await replaceElements(
    tree,
    (node) => node.tagName === 'picture',
    (picture) => picture.children.find((node) => isElement(node, 'img')) ?? null,
  )
  await replaceElements(tree, (node) => node.tagName === 'iframe', linkFrame)
  removeElements(tree, (node) => node.properties.id === 'footnote-label')
  walkElements(tree, (node) => {
    const id = textProperty(node, 'id')
    if (id?.match(/^fn(ref)?-/)) ownIds.add(id)
  })
  walkElements(tree, (node) => {
    strip(node)
    const id = textProperty(node, 'id')
    if (id !== null && ownIds.has(id)) node.properties.id = context.idPrefix + id
    else if (id !== null && !id.startsWith(context.idPrefix)) delete node.properties.id
    for (const name of ['href', 'src', 'poster'] as const) {
      const url = textProperty(node, name)
      if (url === null || url.startsWith('data:')) continue
      const isOwn = url.startsWith('#') && ownIds.has(url.slice(1))
      node.properties[name] = isOwn
        ? `#${context.idPrefix}${url.slice(1)}`
        : (URL.parse(url, base)?.href ?? url)
    }
  })
  return tree
}

function isColouredCode(node: Element): boolean {
  return node.tagName === 'span' && classesOf(node).some((name) => name.startsWith('hl-'))
}

function linkFrame(frame: Element): Element {
  const title = textProperty(frame, 'title') ?? 'Embedded page'
  return element('p', {}, [element('a', { href: frame.properties.src ?? '' }, [text(title)])])
}

/** Attributes that serve the page only. */
function strip({ tagName, properties }: Element): void {
  for (const name of Object.keys(properties)) {
    const isPages =
      /^(className|style|tabIndex|data|loading|decoding|fetchPriority|srcSet|sizes)/.test(name)
    if (isPages || name === 'ariaDescribedBy') delete properties[name]
  }
  if (tagName === 'a' || tagName === 'img') delete properties.referrerPolicy
}
