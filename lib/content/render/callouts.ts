import type { BlockContent, Blockquote, Paragraph, PhrasingContent, Root } from 'mdast'
import { visit } from 'unist-util-visit'

/** Obsidian's kinds of callouts and GitHub's of alerts, by the look that they share. */
const calloutLooks: Record<string, readonly string[]> = {
  note: ['note', 'info', 'todo', 'abstract', 'summary', 'tldr', 'example', 'quote', 'cite'],
  tip: ['tip', 'hint', 'success', 'check', 'done', 'question', 'help', 'faq'],
  important: ['important'],
  warning: [
    'warning',
    'attention',
    'caution',
    'danger',
    'error',
    'bug',
    'failure',
    'fail',
    'missing',
  ],
}

export function isCalloutKind(kind: string): boolean {
  return Object.values(calloutLooks).some((kinds) => kinds.includes(kind))
}

/** Makes a quotation that begins with `[!note] Title` an aside. Any other kind looks like a note. */
export function createCallouts(tree: Root): void {
  visit(tree, 'blockquote', (quote: Blockquote) => {
    const [first] = quote.children
    const opening = first?.type === 'paragraph' ? first.children[0] : undefined
    if (first?.type !== 'paragraph' || opening?.type !== 'text') return
    const match = /^\[!([\w-]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*/.exec(opening.value)
    if (match === null) return
    const [mark, kind = '', fold] = match
    opening.value = opening.value.slice(mark.length)
    const { title, body } = splitFirstLine(first)
    const isEmpty = title.every((node) => node.type === 'text' && node.value.trim() === '')
    const name = kind[0]?.toUpperCase() + kind.slice(1).toLowerCase().replaceAll('-', ' ')
    const heading: Paragraph = {
      type: 'paragraph',
      children: isEmpty ? [{ type: 'text', value: name }] : title,
      data: { hName: fold === '' ? 'p' : 'summary', hProperties: { className: ['callout-title'] } },
    }
    const rest: BlockContent[] = body.length > 0 ? [{ type: 'paragraph', children: body }] : []
    quote.children = [heading, ...rest, ...quote.children.slice(1)]
    const look =
      Object.entries(calloutLooks).find(([, kinds]) => kinds.includes(kind.toLowerCase()))?.[0] ??
      'note'
    quote.data = {
      hName: fold === '' ? 'aside' : 'details',
      hProperties: {
        className: ['callout', `callout-${look}`],
        ...(fold === '+' && { open: true }),
      },
    }
  })
}

function splitFirstLine(paragraph: Paragraph): {
  title: PhrasingContent[]
  body: PhrasingContent[]
} {
  const title: PhrasingContent[] = []
  for (const [index, node] of paragraph.children.entries()) {
    const end = node.type === 'text' ? node.value.indexOf('\n') : node.type === 'break' ? 0 : -1
    if (end < 0) {
      title.push(node)
      continue
    }
    if (node.type !== 'text') return { title, body: paragraph.children.slice(index + 1) }
    title.push({ type: 'text', value: node.value.slice(0, end) })
    const rest: PhrasingContent = { type: 'text', value: node.value.slice(end + 1) }
    return { title, body: [rest, ...paragraph.children.slice(index + 1)] }
  }
  return { title, body: [] }
}
