import type { Heading, Paragraph, Parents, PhrasingContent, Root, Text } from 'mdast'
import { visit } from 'unist-util-visit'
import { addWarning, type RenderContext } from './render-context.ts'

/*
 * Marks within a line that Markdown doesn't have and many programs do. A mark may begin in one text and end in another, with a link or
 * code between them.
 */

/** Reads `==marked==`, `^[a footnote]`, `x^2^`, `H~2~O` and `## A heading {#id}`. */
export function readInlineMarks(tree: Root, markdown: string, context: RenderContext): void {
  const footnotes: Root['children'] = []
  visit(tree, (node) => {
    if (node.type === 'heading' || node.type === 'paragraph') readAttributes(node, context)
    if (!('children' in node)) return
    wrapAll(node, /(?<![=\w])==(?=[^\s=>])/, findMarkEnd, (children, position) => ({
      type: 'emphasis',
      children,
      ...position,
      data: { hName: 'mark' },
    }))
    wrapAll(node, /\^\[(?=\S)/, createBracketEnd, (children, position) => {
      const identifier = `inline-${footnotes.length + 1}`
      const paragraph: Paragraph = { type: 'paragraph', children, ...position }
      footnotes.push({ type: 'footnoteDefinition', identifier, children: [paragraph], ...position })
      return { type: 'footnoteReference', identifier, ...position }
    })
    wrapAll(
      node,
      /(?<=[\p{L}\p{N})\]])\^(?=[^\s^[\]]{1,40}\^)/u,
      findCaret,
      (children, position) => ({
        type: 'emphasis',
        children,
        ...position,
        data: { hName: 'sup' },
      }),
    )
  })
  tree.children.push(...footnotes)
  visit(tree, 'delete', (node) => {
    const at = node.position?.start.offset ?? 0
    const inner = markdown.slice(at, node.position?.end.offset)
    const isIndex = /^~[^\s~]+~$/.test(inner) && /[\p{L}\p{N})\]]/u.test(markdown[at - 1] ?? '')
    if (isIndex) node.data = { hName: 'sub' }
  })
}

/** Finds where a span ends within a text: its offset and the length of the closing mark; null if it isn't there. */
type FindEnd = (text: string) => { at: number; length: number } | null

const findMarkEnd = (): FindEnd => findBy(/(?<![\s=<])==(?![=\w])/)
const findCaret = (): FindEnd => findBy(/\^/)

function findBy(pattern: RegExp): FindEnd {
  return (text) => {
    const match = pattern.exec(text)
    return match === null ? null : { at: match.index, length: match[0].length }
  }
}

/** Brackets may be nested, across several texts. */
function createBracketEnd(): FindEnd {
  let depth = 1
  return (text) => {
    for (const { 0: bracket, index } of text.matchAll(/[[\]]/g)) {
      depth += bracket === '[' ? 1 : -1
      if (depth === 0) return { at: index, length: 1 }
    }
    return null
  }
}

type Position = { position?: NonNullable<Text['position']> }

function wrapAll(
  parent: Parents,
  open: RegExp,
  createEnd: () => FindEnd,
  wrap: (children: PhrasingContent[], position: Position) => PhrasingContent,
): void {
  const children = parent.children as PhrasingContent[] // texts are only among phrasing content
  for (let at = 0; at < children.length; at++) {
    const first = children[at]
    const match = first?.type === 'text' ? open.exec(first.value) : null
    if (first?.type !== 'text' || match === null) continue
    const findEnd = createEnd()
    const start = match.index + match[0].length
    for (let last = at; last < children.length; last++) {
      const node = children[last]
      if (node?.type !== 'text') continue
      const from = last === at ? start : 0
      const end = findEnd(node.value.slice(from))
      if (end === null) continue
      const position = lineAt(first, match.index)
      const text = (value: string): PhrasingContent[] =>
        value === '' ? [] : [{ type: 'text', value, ...position }]
      const inner =
        last === at
          ? text(node.value.slice(start, start + end.at))
          : [
              ...text(first.value.slice(start)),
              ...children.slice(at + 1, last),
              ...text(node.value.slice(0, end.at)),
            ]
      const before = text(first.value.slice(0, match.index))
      const after = text(node.value.slice(from + end.at + end.length))
      children.splice(at, last - at + 1, ...before, wrap(inner, position), ...after)
      at += before.length
      break
    }
  }
}

function lineAt({ value, position }: Text, offset: number): Position {
  if (position === undefined) return {}
  const line = position.start.line + value.slice(0, offset).split('\n').length - 1
  const point = { line, column: 1 }
  return { position: { start: point, end: point } }
}

const spans = ['image', 'link', 'inlineCode', 'strong', 'emphasis']
const attributes = String.raw`\{:?[ \t]*(?:(?:#[\w:.-]+|\.[\w-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)|-)[ \t]*)+\}`

/** Of attribute lists only a heading's id has a meaning here; the others are left out. */
function readAttributes(node: Heading | Paragraph, context: RenderContext): void {
  for (const [index, child] of node.children.entries()) {
    if (child.type !== 'text') continue
    const before = node.children[index - 1]?.type ?? ''
    const isLast = index === node.children.length - 1
    // Right after what it is for, at the end of a heading, or on the last line of a paragraph.
    const pattern = spans.includes(before)
      ? new RegExp(`^${attributes}`)
      : isLast &&
        new RegExp(`${node.type === 'heading' ? '' : '(?:^|\\n)'}[ \\t]*${attributes}[ \\t]*$`)
    const match = pattern ? pattern.exec(child.value) : null
    if (match === null) continue
    const [found] = match
    const { line } = lineAt(child, match.index + found.length).position?.start ?? { line: null }
    child.value = child.value.slice(0, match.index) + child.value.slice(match.index + found.length)
    const id = node.type === 'heading' ? /#([\w:.-]+)/.exec(found)?.[1] : undefined
    if (id !== undefined) node.data = { hProperties: { id } }
    if (/^\s*\{:?\s*#[\w:.-]+\s*\}\s*$/.test(found) && id !== undefined) continue
    const message = `"${found.trim()}" is an attribute list; it is left out, only the id of a heading has a meaning here`
    addWarning(context, line, message)
  }
}
