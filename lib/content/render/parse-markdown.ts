import type { Root as HastRoot, Nodes, Parents } from 'hast'
import type { Root } from 'mdast'
import rehypeRaw from 'rehype-raw'
import remarkGemoji from 'remark-gemoji'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import remarkSmartypants from 'remark-smartypants'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { warnAboutDanglingReferences } from './dangling-references.ts'
import { markDisplayMath } from './display-math.ts'
import { escapePrices } from './prices.ts'
import type { RenderContext } from './render-context.ts'

const reader = unified().use(remarkParse).use(remarkGfm).use(remarkMath).freeze()
const polisher = unified().use(remarkParse).use(remarkGemoji).use(remarkSmartypants).freeze()
const rawReader = unified().use(rehypeRaw).freeze()
const converter = unified()
  .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '', footnoteBackContent: '↩︎' })
  .freeze()

/** Markdown to hast, with raw HTML made elements. Lines of positions are those of the file. */
export function parseMarkdown(markdown: string, context: RenderContext): HastRoot {
  const mdast = reader.parse(markdown)
  escapePrices(mdast, context)
  warnAboutDanglingReferences(mdast, context)
  markDisplayMath(mdast, markdown)
  keepFenceInfo(mdast)
  const hast = converter.runSync(polish(mdast))
  return parseRaw(hast)
}

/** Smart quotes and emoji for text that isn't in the tree, such as the caption in an image's alt. */
export function polishText(value: string): string {
  const tree: Root = {
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value }] }],
  }
  let polished = ''
  visit(polish(tree), 'text', (node) => {
    polished += node.value
  })
  return polished
}

function polish(tree: Root): Root {
  return polisher.runSync(tree) as Root // its plugins change texts, not the kind of tree
}

/** What stands behind a fence's ``` would be lost on the way through the HTML parser, if it weren't in attributes. */
function keepFenceInfo(tree: Root): void {
  visit(tree, 'code', (node) => {
    node.data = { hProperties: { dataLang: node.lang ?? '', dataMeta: node.meta ?? '' } }
  })
}

/** The HTML parser costs as much as the rest; most posts have no HTML but the mark of their excerpt. */
function parseRaw(tree: HastRoot): HastRoot {
  return makeComments(tree) ? rawReader.runSync(tree) : tree
}

/** @returns true where raw HTML is left that isn't a comment */
function makeComments(parent: Parents): boolean {
  let hasHtml = false
  for (const [index, node] of parent.children.entries()) {
    if ('children' in node) hasHtml = makeComments(node) || hasHtml
    if (node.type !== 'raw') continue
    const comment = /^\s*<!--((?:(?!-->)[\s\S])*)-->\s*$/.exec(node.value)
    if (comment === null) hasHtml = true
    else parent.children[index] = { type: 'comment', value: comment[1] ?? '' } satisfies Nodes
  }
  return hasHtml
}
