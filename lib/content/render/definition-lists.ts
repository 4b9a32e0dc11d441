import type { Blockquote, Paragraph, PhrasingContent, Root, RootContent } from 'mdast'
import { visit } from 'unist-util-visit'
import { splitLines } from './split-lines.ts'

/** Makes lists of a term and lines that begin with a colon below it, as PHP Markdown Extra, Pandoc and Kramdown do. */
export function createDefinitionLists(tree: Root): void {
  visit(tree, ['root', 'blockquote', 'listItem'], (node) => {
    const parent = node as Root
    const children: RootContent[] = []
    for (const child of parent.children) {
      const items = child.type === 'paragraph' ? readItems(child) : null
      const before = children.at(-1)
      if (items === null) children.push(child)
      else if (isList(before)) before.children.push(...items)
      else if (items[0]?.data?.hName === 'dt') children.push(createList(items))
      // The definition after an empty line.
      else if (before?.type === 'paragraph' && splitLines(before.children).length === 1) {
        children.pop()
        const last = children.at(-1)
        const added = [toItem('dt', before.children), ...items]
        if (isList(last)) last.children.push(...added)
        else children.push(createList(added))
      } else children.push(child)
    }
    parent.children = children
  })
}

/** Null for a paragraph without a line that begins with a colon. */
function readItems(paragraph: Paragraph): Paragraph[] | null {
  const items: Paragraph[] = []
  for (const line of splitLines(paragraph.children)) {
    const [first] = line
    const mark = first?.type === 'text' ? /^:[ \t]+/.exec(first.value)?.[0] : undefined
    const last = items.at(-1)
    if (first?.type === 'text' && mark !== undefined)
      items.push(
        toItem('dd', [{ ...first, value: first.value.slice(mark.length) }, ...line.slice(1)]),
      )
    else if (last?.data?.hName === 'dd') last.children.push({ type: 'text', value: '\n' }, ...line)
    else items.push(toItem('dt', line))
  }
  return items.some(({ data }) => data?.hName === 'dd') ? items : null
}

function toItem(hName: 'dt' | 'dd', children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children, data: { hName } }
}

function createList(children: Paragraph[]): Blockquote {
  return { type: 'blockquote', children, data: { hName: 'dl' } }
}

function isList(node: RootContent | undefined): node is Blockquote {
  return node?.type === 'blockquote' && node.data?.hName === 'dl'
}
