import type { Nodes } from 'hast'
import { visit } from 'unist-util-visit'

/** Comments have done their work by now; what remains would only be sent. */
export function removeComments(tree: Nodes): void {
  visit(tree, 'comment', (_node, index, parent) => {
    if (parent === undefined || index === undefined) return
    parent.children.splice(index, 1)
    return index
  })
}
