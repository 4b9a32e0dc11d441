import type { Root } from 'hast'
import { hasRightToLeft } from '#lib/api/clean-text.ts'
import { walkElements } from './hast.ts'

const blocks = /^(?:p|li|ul|ol|h[1-6]|blockquote|t[hd]|d[dt]|figcaption|summary|aside|details)$/

/** Gives blocks the direction of their own first letters, in a text that has letters written from right to left. */
export function isolateDirections(tree: Root, source: string): void {
  if (!hasRightToLeft(source)) return
  walkElements(tree, (node) => {
    if (node.tagName === 'pre') return 'skip'
    if (blocks.test(node.tagName)) node.properties.dir ??= 'auto'
  })
}
