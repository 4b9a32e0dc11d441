import type { Root } from 'mdast'
import { visit } from 'unist-util-visit'

/**
 * `$$a$$` alone in its paragraph is meant as a formula of its own, as in every other dialect; to the Markdown parser it
 * is one within a line, since its dollars don't stand on lines of their own.
 */
export function markDisplayMath(tree: Root, markdown: string): void {
  visit(tree, 'paragraph', (node, index, parent) => {
    const [only, ...others] = node.children
    if (parent === undefined || index === undefined || others.length > 0) return
    if (only?.type !== 'inlineMath') return
    const start = only.position?.start.offset ?? 0
    if (!markdown.startsWith('$$', start)) return
    const { value, position } = only
    parent.children[index] = {
      type: 'math',
      value,
      ...(position === undefined ? {} : { position }),
      data: {
        hName: 'pre',
        hChildren: [
          {
            type: 'element',
            tagName: 'code',
            properties: { className: ['language-math', 'math-display'] },
            children: [{ type: 'text', value }],
          },
        ],
      },
    }
  })
}
