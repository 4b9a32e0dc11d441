import type { Element, ElementContent, Parents, Root } from 'hast'
import { SKIP, visit } from 'unist-util-visit'

type Replacement = ElementContent | ElementContent[] | null

/**
 * Replaces elements one after the other, in document order. A step may wait: for a picture, a grammar, a file.
 * Neither a match's inside nor what a step answers is searched again; null leaves the element as it is.
 */
export async function replaceElements(
  tree: Root,
  matches: (element: Element) => boolean,
  replace: (element: Element, parent: Parents) => Promise<Replacement> | Replacement,
): Promise<void> {
  const found: { element: Element; parent: Parents }[] = []
  visit(tree, 'element', (element, _index, parent) => {
    if (parent === undefined || !matches(element)) return
    found.push({ element, parent })
    return SKIP
  })
  for (const { element, parent } of found) {
    const replacement = await replace(element, parent)
    const index = (parent.children as ElementContent[]).indexOf(element) // no doctype is inside an element's parent
    if (replacement === null || index < 0) continue
    const nodes = Array.isArray(replacement) ? replacement : [replacement]
    ;(parent.children as ElementContent[]).splice(index, 1, ...nodes)
  }
}

/** Takes out elements; with `keepChildren` their children take their place. */
export function removeElements(
  tree: Root,
  matches: (element: Element) => boolean,
  { keepChildren = false } = {},
): void {
  visit(tree, 'element', (element, index, parent) => {
    if (parent === undefined || index === undefined || !matches(element)) return
    parent.children.splice(index, 1, ...(keepChildren ? element.children : []))
    return [SKIP, index]
  })
}
