import type { Element, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import type { PostResponse } from '../read/responses.ts'
import {
  classesOf,
  element,
  isElement,
  removeElements,
  replaceElements,
  text,
  textProperty,
  walkElements,
} from './hast.ts'
import { type RenderContext, sitePlaceholder } from './render-context.ts'

/**
 * The finished document as a feed carries it: whole, with absolute URLs, without what depends on the page's styles or scripts, and
 * with ids that are unique in the feed. Its URLs have `sitePlaceholder` as their origin.
 */
export async function createFeedTree(
  page: Root,
  responses: readonly PostResponse[],
  context: RenderContext,
): Promise<Root> {
  const tree = structuredClone(page)
  const base = sitePlaceholder + context.path
  const ownIds = new Set<string>()
  await replaceElements(tree, (node) => classesOf(node).includes('drawing'), createDrawingFile)
  removeElements(tree, (node) => node.tagName === 'button')
  removeElements(
    tree,
    (node) =>
      classesOf(node).some((name) =>
        ['anchor', 'enlarge', 'scroll', 'embed-frame'].includes(name),
      ) || isHighlightedCode(node),
    { keepChildren: true },
  )
  await replaceElements(
    tree,
    (node) => node.tagName === 'picture',
    (picture) => picture.children.find((node) => isElement(node, 'img')) ?? null,
  )
  await replaceElements(tree, (node) => node.tagName === 'iframe', createFrameLink)
  await replaceElements(tree, isPictureLink, createForeignPicture)
  removeElements(tree, (node) => node.properties.id === 'footnote-label')
  walkElements(tree, (node) => {
    const id = textProperty(node, 'id')
    if (id?.match(/^fn(ref)?-/)) ownIds.add(id)
  })
  walkElements(tree, (node) => {
    removePageAttributes(node)
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
  tree.children.unshift(...describeResponses(responses))
  return tree
}

/** What the post responds to. On the site the page around the text says it; in a feed there is only the text. */
function describeResponses(responses: readonly PostResponse[]): Element[] {
  return responses.map(({ verb, url, label }) =>
    element('p', {}, [text(`${verb} `), element('a', { href: url }, [text(label)])]),
  )
}

function isHighlightedCode(node: Element): boolean {
  return node.tagName === 'span' && classesOf(node).some((name) => name.startsWith('hl-'))
}

function createFrameLink(frame: Element): Element {
  const title = textProperty(frame, 'title') ?? 'Embedded page'
  return element('p', {}, [
    element('a', { href: textProperty(frame, 'dataSrc') ?? textProperty(frame, 'src') ?? '' }, [
      text(title),
    ]),
  ])
}

function isPictureLink(node: Element): boolean {
  return (
    classesOf(node).includes('third-party') &&
    node.children.some((child) => isElement(child, 'img'))
  )
}

/** Readers show pictures of other sites as they show those of this one. */
function createForeignPicture(link: Element): Element {
  const image = link.children.find((node) => isElement(node, 'img'))
  const properties = isElement(image) ? image.properties : {}
  return element('img', {
    ...properties,
    src: textProperty(link, 'dataSrc') ?? textProperty(link, 'href') ?? '',
  })
}

/** Readers that know no SVG in a page know it as a picture. */
function createDrawingFile(drawing: Element): Element {
  const [svg] = drawing.children
  const title = isElement(svg) ? svg.children.find((node) => isElement(node, 'title')) : undefined
  const alt = isElement(title)
    ? toText(title)
    : isElement(svg)
      ? textProperty(svg, 'ariaLabel')
      : null
  return element('img', { src: textProperty(drawing, 'dataSrc') ?? '', alt: alt ?? '' })
}

/** Removes attributes that only the page uses. */
function removePageAttributes(node: Element): void {
  const { tagName, properties } = node
  // The place of a print, which is filled when the feed is requested.
  if (classesOf(node).includes('print-embed')) return
  for (const name of Object.keys(properties)) {
    const isPageOnly =
      /^(className|style|tabIndex|data|loading|decoding|fetchPriority|srcSet|sizes)/.test(name)
    if (isPageOnly || name === 'ariaDescribedBy') delete properties[name]
  }
  if (tagName === 'a' || tagName === 'img') delete properties.referrerPolicy
}
