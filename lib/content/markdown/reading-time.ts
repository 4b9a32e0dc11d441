import type { Nodes } from 'hast'
import { SKIP, visit } from 'unist-util-visit'

const wordsPerMinute = 230

/** Minutes of reading, at least one. Code and drawings are looked at, not read word by word. */
export function measureReading(tree: Nodes): { words: number; minutes: number } {
  let words = 0
  visit(tree, (node) => {
    if (node.type === 'element' && ['pre', 'svg', 'math', 'figure'].includes(node.tagName))
      return SKIP
    if (node.type === 'text') words += node.value.split(/\s+/).filter((word) => word !== '').length
  })
  return { words, minutes: Math.max(1, Math.round(words / wordsPerMinute)) }
}
