import type { Element, Nodes, Parents } from 'hast'

/**
 * Every element, in document order; with `'skip'` its inside is left out. The tree must not be rearranged meanwhile.
 *
 * Not unist-util-visit, which prepares every node for a stack trace: over one post's two dozen walks that is 25 ms
 * against 0.3 ms, as long as all the rest.
 */
export function walkElements(
  node: Nodes,
  use: (element: Element, parent: Parents) => unknown,
): void {
  if (!('children' in node)) return
  for (const child of node.children) {
    if (child.type === 'element' && use(child, node) === 'skip') continue
    walkElements(child, use)
  }
}
