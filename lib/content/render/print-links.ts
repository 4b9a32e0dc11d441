import type { Element, ElementContent, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { element, isBlank, isElement, replaceElements, text, textProperty } from './hast.ts'

/** Of a print's page, on this site or on any: whose it is, is known when the site has its address. */
const printAddress =
  /^(?:https?:\/\/[^/?#\s]+)?\/printers\/[1-9]\d{0,8}\/prints\/([1-9]\d{0,8})\/?$/

interface Place {
  url: string
  label: string
}

/**
 * Marks each line of a paragraph of nothing but prints' addresses, or of pictures with such addresses, as the place of the print's card.
 * It contains a link, which stays where there is no such print.
 */
export async function markPrints(tree: Root): Promise<void> {
  await replaceElements(
    tree,
    (node) => node.tagName === 'p' && findPlaces(node).length > 0,
    (paragraph) => findPlaces(paragraph).map(createPlace),
  )
}

function createPlace({ url, label }: Place): Element {
  const [, number] = printAddress.exec(url) ?? []
  const link = element('a', { href: url }, [text(label || `Print ${number}`)])
  return element('p', { className: ['print-embed'] }, [link])
}

/** @returns none where the paragraph contains anything else */
function findPlaces(paragraph: Element): Place[] {
  const places = paragraph.children
    .filter((node) => !isBlank(node) && !isElement(node, 'br'))
    .flatMap(readPlaces)
  return places.every(({ url }) => printAddress.test(url)) ? places : []
}

function readPlaces(node: ElementContent): Place[] {
  if (node.type === 'text') {
    const lines = node.value.split('\n').map((line) => line.trim())
    return lines.filter(Boolean).map((url) => ({ url, label: '' }))
  }
  if (isElement(node, 'img'))
    return [{ url: textProperty(node, 'src') ?? '', label: textProperty(node, 'alt') ?? '' }]
  // A link with words of its own is only a link.
  const href = isElement(node, 'a') ? textProperty(node, 'href') : null
  return [{ url: href !== null && toText(node) === href ? href : '', label: '' }]
}
