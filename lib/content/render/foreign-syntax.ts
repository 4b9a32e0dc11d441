import type {
  BlockContent,
  Blockquote,
  Nodes,
  Paragraph,
  Parents,
  PhrasingContent,
  Root,
} from 'mdast'
import { visit } from 'unist-util-visit'
import { addWarning, type RenderContext } from './render-context.ts'

/*
 * What other programs add to Markdown. What is common is supported, the rest gives a warning: it would be published as it is written.
 * Each search has a limit, so that many openings without an end don't take quadratic time.
 */

/** Marks that a program other than this one would replace. */
const foreign = [
  { mark: /\{\{[<%].{0,999}?[>%]\}\}/s, name: 'a shortcode of Hugo' },
  { mark: /\{%.{0,999}?%\}/s, name: 'a tag of Liquid or Nunjucks' },
  { mark: /\{\{.{0,999}?\}\}/s, name: 'a variable of a template' },
  { mark: /\{:[^\S\n]{0,99}[.#\w][^{}\n]*\}/, name: 'an attribute list of Kramdown' },
  { mark: /^:::+ *\w*/m, name: 'a container' },
  {
    mark: /^(?:import\s.+\sfrom\s+['"].+['"]|import\s+['"].+['"]|export\s+(?:const|default|function)\s.+)/m,
    name: 'a line of MDX',
  },
] as const

/** Warns of every mark outside of code. */
export function warnAboutForeignSyntax(tree: Root, context: RenderContext): void {
  const seen = new Set<string>()
  visit(tree, ['paragraph', 'heading', 'html', 'definition'], (node) => {
    const text = node.type === 'html' ? node.value : toProse(node)
    for (const { mark, name } of foreign) {
      const found = mark.exec(text)
      const line =
        (node.position?.start.line ?? 1) + text.slice(0, found?.index).split('\n').length - 1
      if (found === null || seen.has(`${line} ${name}`)) continue
      seen.add(`${line} ${name}`)
      const shown = found[0].replace(/\s+/g, ' ').slice(0, 60)
      addWarning(
        context,
        line,
        `"${shown}" looks like ${name}; it is shown as it is. Replace it, or write it as \`code\``,
      )
      break
    }
  })
}

/** Text, and addresses of links and pictures, without code. */
function toProse(node: Nodes): string {
  if (['inlineCode', 'code', 'inlineMath', 'math'].includes(node.type)) return ''
  const own = 'url' in node ? ` ${safeDecode(node.url)} ` : ''
  return (
    own +
    ('children' in node ? node.children.map(toProse).join('') : 'value' in node ? node.value : '')
  )
}

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

const wikiLink = /(!?)\[\[([^[\]|#]*)(#[^[\]|]*)?(?:\|([^[\]]*))?\]\]/

/** Replaces `[[name]]`, `[[name#heading|text]]` and `![[picture.png|alt]]` by links and pictures. */
export function linkWikiNames(tree: Root, context: RenderContext): void {
  visit(tree, 'text', (node, index, parent: Parents | undefined) => {
    const match = wikiLink.exec(node.value)
    if (match === null || parent === undefined || index === undefined) return
    const [mark, bang = '', name = '', heading = '', label] = match
    const before = node.value.slice(0, match.index)
    const line = (node.position?.start.line ?? 1) + before.split('\n').length - 1
    const target = name.trim()
    const point = { line, column: 1 }
    const position = { start: point, end: point }
    const isPicture = bang !== '' && /\.(?:avif|gif|jpe?g|png|svg|webp)$/i.test(target)
    const path = isPicture || target === '' ? null : context.findPath(`[[${target}]]`)
    const shown =
      label?.trim() || (target === '' ? heading.slice(1) : target + heading.replace('#', ' › '))
    const text: PhrasingContent = { type: 'text', value: shown, position }
    const isSize = /^\d+(?:x\d+)?$/.test(label ?? '')
    const isHere = target === '' && heading !== ''
    if (path === null && !isPicture && !isHere)
      addWarning(context, line, `${mark} names no document that is published; it is shown as text`)
    const replacement: PhrasingContent = isPicture
      ? { type: 'image', url: encodeURI(target), alt: isSize ? '' : (label ?? ''), position }
      : path === null && !isHere
        ? text
        : { type: 'link', url: `${path ?? ''}${toFragment(heading)}`, children: [text], position }
    const rest = {
      type: 'text' as const,
      value: node.value.slice(match.index + mark.length),
      position,
    }
    const added = [{ ...node, value: before }, replacement, rest].filter(
      (one) => one.type !== 'text' || one.value !== '',
    )
    parent.children.splice(index, 1, ...(added as never[])) // all of them are phrasing content, as the text was
    return index + added.length - (rest.value === '' ? 0 : 1)
  })
}

function toFragment(heading: string): string {
  return heading === ''
    ? ''
    : `#${heading
        .slice(1)
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .replace(/\s+/g, '-')}`
}

/** At the beginning of a line a remark may be of many paragraphs, within one it ends there. */
const remarks = /(^[ \t]*)%%[\s\S]*?(?:%%|$(?![\s\S]))|%%(?:(?!\n[ \t]*\n)[\s\S])*?%%/gm

/**
 * Prepares the source for the parser, outside of code: Obsidian's `%% remarks %%` go, and a file's name with spaces is taken for an
 * address, as other programs do. Lines stay the same.
 * @param findCode finds the offsets of code
 */
export function prepareSource(
  markdown: string,
  context: RenderContext,
  findCode: (markdown: string) => [start: number, end: number][],
): string {
  const hasRemark = markdown.includes('%%')
  const hasSpaces = /\]\([^()<>\n]* /.test(markdown)
  if (!hasRemark && !hasSpaces) return markdown
  const code = findCode(markdown)
  const isCode = (offset: number) => code.some(([start, end]) => offset >= start && offset < end)
  const removeRemark = (remark: string, start: string | undefined, offset: number) => {
    if (isCode(offset)) return remark
    if (start !== undefined && !/^\s*%%[\s\S]*%%$/.test(remark)) {
      const line = markdown.slice(0, offset).split('\n').length
      addWarning(context, line, '%% begins a remark without an end; all after it is left out')
    }
    // Spaces in its place could make a block of code.
    return remark.replace(/[^\n]/g, '')
  }
  const enclose = (whole: string, open: string, name: string, offset: number) =>
    isCode(offset) || !/\S /.test(name) || !/\.\w{2,5}$/.test(name)
      ? whole
      : `${open}<${name.trim()}>)`
  return markdown.replace(remarks, removeRemark).replace(/(\]\()([^()<>\n"']+)\)/g, enclose)
}

function safeDecode(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
