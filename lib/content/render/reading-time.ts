import type { Nodes } from 'hast'

const wordsPerMinute = 230

/** Looked at, not read word by word. */
const pictorial = new Set(['pre', 'svg', 'math', 'figure'])

/** Minutes of reading, at least one. */
export function estimateReadingTime(tree: Nodes): { words: number; minutes: number } {
  const words = countWords(tree)
  return { words, minutes: Math.max(1, Math.round(words / wordsPerMinute)) }
}

function countWords(node: Nodes): number {
  if (node.type === 'text') return node.value.split(/\s+/).filter((word) => word !== '').length
  if (!('children' in node) || (node.type === 'element' && pictorial.has(node.tagName))) return 0
  return node.children.reduce((sum, child) => sum + countWords(child), 0)
}
