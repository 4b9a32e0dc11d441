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
import { addWarning, type RenderContext } from './render-context.ts'

const reader = unified().use(remarkParse).use(remarkGfm).use(remarkMath).freeze()
const polisher = unified().use(remarkParse).use(remarkGemoji).use(remarkSmartypants).freeze()
const rawReader = unified().use(rehypeRaw).freeze()
const converter = unified()
  .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '', footnoteBackContent: '↩︎' })
  .freeze()

/** Parses Markdown to hast, with raw HTML as elements. Lines of positions are those of the file. */
export function parseMarkdown(markdown: string, context: RenderContext): HastRoot {
  const mdast = reader.parse(markdown)
  escapePrices(mdast, context)
  warnAboutDanglingReferences(mdast, context)
  markDisplayMath(mdast, markdown)
  keepFenceInfo(mdast)
  const hast = converter.runSync(polish(mdast))
  return parseRaw(hast)
}

/** Smart quotes and emoji for text outside the tree, such as the caption in an image's alt. */
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

/**
 * The parser takes `$5 and $10` for a formula. A number followed by words, without any TeX character, is a price: it stays text, and a
 * warning explains how to write either.
 */
function escapePrices(tree: Root, context: RenderContext): void {
  visit(tree, 'inlineMath', (node, index, parent) => {
    if (parent === undefined || index === undefined || !looksLikePrice(node.value)) return
    addWarning(
      context,
      node.position?.start.line ?? null,
      `"$${node.value}$" looks like prices and was left as text; write \\$ for a dollar sign, or $\\text{...}$ for words in a formula`,
    )
    parent.children[index] = { type: 'text', value: `$${node.value}$` }
  })
}

function looksLikePrice(tex: string): boolean {
  return /^\d[\d.,]*\s*[a-z]?\s+(\S+\s+)*?[a-z]{2,}/i.test(tex) && !/[\\^_={}]/.test(tex)
}

/** Footnotes and reference links without a definition stay text; the owner gets a warning. */
function warnAboutDanglingReferences(tree: Root, context: RenderContext): void {
  visit(tree, 'text', ({ value, position }) => {
    for (const [mark, name = ''] of value.matchAll(
      /\[\^([^\]\s]+)\]|(?<!\w)\[[^\]]+\]\[[A-Za-z][^\]]*\]/g,
    )) {
      const lines = value.slice(0, value.indexOf(mark)).split('\n').length - 1
      const line = position === undefined ? null : position.start.line + lines
      const message =
        name === ''
          ? `${mark} is not defined; add ${mark.slice(mark.lastIndexOf('['))}: https://...`
          : `[^${name}] has no footnote; add [^${name}]: text`
      addWarning(context, line, message)
    }
  })
}

/**
 * Makes `$$a$$` alone in its paragraph a display formula, as in other dialects. This parser takes it for inline math, because the
 * dollars are not on lines of their own.
 */
function markDisplayMath(tree: Root, markdown: string): void {
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

/** Moves a fence's language and meta into attributes; the HTML parser would drop them otherwise. */
function keepFenceInfo(tree: Root): void {
  visit(tree, 'code', (node) => {
    node.data = { hProperties: { dataLang: node.lang ?? '', dataMeta: node.meta ?? '' } }
  })
}

/** Runs the HTML parser only if needed: it costs as much as the rest, and the excerpt mark is the only HTML in most posts. */
function parseRaw(tree: HastRoot): HastRoot {
  return convertComments(tree) ? rawReader.runSync(tree) : tree
}

/** @returns true if raw HTML other than comments is left */
function convertComments(parent: Parents): boolean {
  let hasHtml = false
  for (const [index, node] of parent.children.entries()) {
    if ('children' in node) hasHtml = convertComments(node) || hasHtml
    if (node.type !== 'raw') continue
    const comment = /^\s*<!--((?:(?!-->)[\s\S])*)-->\s*$/.exec(node.value)
    if (comment === null) hasHtml = true
    else parent.children[index] = { type: 'comment', value: comment[1] ?? '' } satisfies Nodes
  }
  return hasHtml
}
