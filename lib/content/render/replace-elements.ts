import type { Element, ElementContent, Parents, Root } from 'hast'
import { walkElements } from './walk-elements.ts'

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
  walkElements(tree, (element, parent) => {
    if (!matches(element)) return
    found.push({ element, parent })
    return 'skip'
  })
  for (const { element, parent } of found) {
    const replacement = await replace(element, parent)
    const children = parent.children as ElementContent[] // no doctype stands in a document's parts
    const index = children.indexOf(element)
    if (replacement === null || index < 0) continue
    const nodes = Array.isArray(replacement) ? replacement : [replacement]
    children.splice(index, 1, ...nodes)
  }
}

/** Takes out elements; with `keepChildren` their children take their place. */
export function removeElements(
  tree: Root,
  matches: (element: Element) => boolean,
  { keepChildren = false } = {},
): void {
  const sift = (children: ElementContent[]): ElementContent[] =>
    children.flatMap((child) => {
      if (child.type !== 'element') return [child]
      // Asked before its inside changes: it may be recognised by it.
      const isMatch = matches(child)
      child.children = sift(child.children)
      if (!isMatch) return [child]
      return keepChildren ? child.children : []
    })
  tree.children = sift(tree.children as ElementContent[]) // as above
}
