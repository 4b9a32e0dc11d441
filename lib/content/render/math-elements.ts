import type { Element } from 'hast'
import type { Parents, PhrasingContent, Root } from 'mdast'
import { visit } from 'unist-util-visit'

/**
 * Makes formulas of `<m>...</m>`, as some dialects write them. Between the elements the source counts, not what Markdown made of it.
 */
export function readMathElements(tree: Root, markdown: string): void {
  visit(tree, 'html', (node, index, parent: Parents | undefined) => {
    if (parent === undefined || index === undefined) return
    const whole = /^<m>([\s\S]*)<\/m>\s*$/i.exec(node.value)?.[1]
    if (whole !== undefined && parent.type !== 'paragraph') {
      const value = whole.trim()
      const code = createCode(value, 'math-display')
      parent.children[index] = { type: 'math', value, data: { hName: 'pre', hChildren: [code] } }
      return
    }
    if (!/^<m>$/i.test(node.value)) return
    const end = parent.children.findIndex(
      (one, at) => at > index && one.type === 'html' && /^<\/m>$/i.test(one.value),
    )
    const last = parent.children[end]
    if (last === undefined) return
    const value = markdown.slice(node.position?.end.offset, last.position?.start.offset).trim()
    const { properties, tagName } = createCode(value, 'math-inline')
    const formula: PhrasingContent = {
      type: 'inlineMath',
      value,
      data: { hName: tagName, hProperties: properties, hChildren: [{ type: 'text', value }] },
    }
    parent.children.splice(index, end - index + 1, formula as never) // the parent has phrasing content
  })
}

function createCode(value: string, look: string): Element {
  return {
    type: 'element',
    tagName: 'code',
    properties: { className: ['language-math', look] },
    children: [{ type: 'text', value }],
  }
}
