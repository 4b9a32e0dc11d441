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
import { createCallouts } from './callouts.ts'
import { createDefinitionLists } from './definition-lists.ts'
import { hasWords, restrictDollarMath } from './dollar-math.ts'
import { warnAboutForeignSyntax } from './foreign-syntax.ts'
import { readInlineMarks } from './inline-marks.ts'
import { limitStrikethrough } from './limit-strikethrough.ts'
import { readMathElements } from './math-elements.ts'
import { prepareSource } from './prepare-source.ts'
import { addWarning, type RenderContext } from './render-context.ts'
import { linkWikiNames } from './wiki-links.ts'

const polisher = unified().use(remarkParse).use(remarkGemoji).use(remarkSmartypants).freeze()
const rawReader = unified().use(rehypeRaw).freeze()
const converter = unified()
  .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '', footnoteBackContent: '↩︎' })
  .freeze()

/** Parses Markdown to hast, with raw HTML as elements. Lines of positions are those of the file. */
export function parseMarkdown(source: string, context: RenderContext): HastRoot {
  const prepared = prepareSource(source, context, createCodeFinder())
  const { mdast, markdown } = readMarkdown(prepared, context)
  readMathElements(mdast, markdown)
  readInlineMarks(mdast, markdown, context)
  warnAboutForeignSyntax(mdast, context)
  createCallouts(mdast)
  createDefinitionLists(mdast)
  linkWikiNames(mdast, context)
  warnAboutDanglingReferences(mdast, context)
  markDisplayMath(mdast, markdown)
  keepFenceInfo(mdast)
  const hast = converter.runSync(polish(mdast))
  return parseRaw(hast)
}

/** Each line that begins with `$$` and isn't a formula costs another parse. */
const maxParses = 20

function readMarkdown(source: string, context: RenderContext): { mdast: Root; markdown: string } {
  let markdown = source
  for (let parses = 1; ; parses++) {
    const unsure: [line: number, text: string][] = []
    const mdast = createReader(context, (...one) => unsure.push(one)).parse(markdown)
    const open =
      context.hasMath === true || parses > maxParses ? null : findOpenMath(mdast, markdown)
    if (open === null) {
      for (const [line, text] of unsure) warnAboutDollars(context, line, text)
      return { mdast, markdown }
    }
    // Parsed again as text. Lines stay the same.
    warnAboutDollars(context, open.line, markdown.slice(open.offset, open.offset + 40))
    markdown = `${markdown.slice(0, open.offset)}\\$\\$${markdown.slice(open.offset + 2)}`
  }
}

/** Finds the offsets of code, in which nothing is replaced. Parses a text again only when it has changed. */
function createCodeFinder(): (markdown: string) => [number, number][] {
  let last = { markdown: '', code: [] as [number, number][] }
  return (markdown) => {
    if (markdown !== last.markdown) last = { markdown, code: findCode(markdown) }
    return last.code
  }
}

function findCode(markdown: string): [number, number][] {
  const found: [number, number][] = []
  visit(markdownReader().parse(markdown), ['code', 'inlineCode'], (node) => {
    found.push([node.position?.start.offset ?? 0, node.position?.end.offset ?? 0])
  })
  return found
}

const markdownReader = () => unified().use(remarkParse).use(remarkGfm).use(limitStrikethrough)

function createReader(
  { hasMath }: RenderContext,
  report: (line: number, text: string) => void,
): { parse(markdown: string): Root } {
  const reader = markdownReader()
  if (hasMath === false) return reader
  return hasMath === true
    ? reader.use(remarkMath)
    : reader.use(remarkMath).use(restrictDollarMath, report)
}

/** Finds `$$` at the beginning of a line without an end, which would hide the rest of the document. */
function findOpenMath(tree: Root, markdown: string): { offset: number; line: number } | null {
  let found: { offset: number; line: number } | null = null
  visit(tree, 'math', ({ meta, position }) => {
    const { offset = 0, line = 1 } = position?.start ?? {}
    const isClosed = /\$\$\s*$/.test(markdown.slice(offset + 2, position?.end.offset))
    if (found === null && (!isClosed || hasWords(meta ?? ''))) found = { offset, line }
  })
  return found
}

function warnAboutDollars(context: RenderContext, line: number, source: string): void {
  const shown = source.replace(/\s+/g, ' ').slice(0, 60)
  const message = `"${shown}" looks like words or prices and was left as text; write \\$ for a dollar sign, $\\text{...}$ for words in a formula, or math: true or false in the front matter`
  addWarning(context, line, message)
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

/** Footnotes and reference links without a definition stay text; the owner gets a warning. */
function warnAboutDanglingReferences(tree: Root, context: RenderContext): void {
  visit(tree, 'text', ({ value, position }) => {
    for (const [mark, name = ''] of value.matchAll(
      /\[\^([^[\]\s]+)\]|(?<!\w)\[[^[\]]+\]\[[A-Za-z][^[\]]*\]/g,
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
  visit(tree, 'math', (node) => {
    if (!node.meta) return
    // What follows the opening dollars on their line belongs to the formula.
    node.value = `${node.meta}\n${node.value}`
    const code = node.data?.hChildren?.[0]
    if (code?.type === 'element') code.children = [{ type: 'text', value: node.value }]
  })
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
