import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { instance, type Viz } from '@viz-js/viz'
import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { toString as toText } from 'hast-util-to-string'
import { adaptGraphSvg } from './graph-svg.ts'
import {
  addClass,
  classesOf,
  element,
  isElement,
  lineOf,
  replaceElements,
  text,
  textProperty,
  walkElements,
} from './hast.ts'
import { highlight } from './highlight.ts'
import { addError, type RenderContext } from './render-context.ts'

let graphviz: Promise<Viz> | null = null

interface Fence {
  language: string
  meta: string
  code: string
  /** Line of the opening fence. */
  line: number | null
}

/**
 * Renders fenced code: `dot` is drawn as a diagram, `include=path` shows a file of the project, everything else is highlighted.
 * Must run before any other step that looks for `pre`.
 */
export async function renderCodeBlocks(tree: Root, context: RenderContext): Promise<void> {
  let diagrams = 0
  await replaceElements(tree, isFence, async (pre) => {
    const fence = readFence(pre)
    const included = await readInclude(fence, context)
    const code = included?.code ?? fence.code
    const dot = /^dot(?::(.*))?$/.exec(fence.language)
    if (dot !== null) {
      const caption = dot[1] === undefined ? '' : `${dot[1]} ${fence.meta}`.trim()
      diagrams++
      return renderGraph({ ...fence, code }, caption, `${context.idPrefix}dot-${diagrams}`, context)
    }
    const block = await renderCode(code, fence.language)
    if (included === null) return block
    return element('figure', { className: ['code-figure'] }, [
      element('figcaption', {}, [element('code', {}, [text(included.name)])]),
      block,
    ])
  })
  walkElements(tree, (node) => {
    if (node.tagName === 'pre' && !classesOf(node).includes('code') && !isMathBlock(node)) {
      addClass(node, 'code') // raw HTML, such as terminal output with parts in bold
      node.properties.tabIndex = 0
    }
  })
}

async function renderCode(code: string, language: string): Promise<Element> {
  const { language: known, children } = await highlight(code, language)
  // Focusable, because long lines scroll sideways.
  const properties = { className: ['code'], tabIndex: 0, dataLanguage: known || language || 'text' }
  return element('pre', properties, [element('code', {}, children)])
}

function isFence(node: Element): boolean {
  return (
    node.tagName === 'pre' &&
    node.children.length === 1 &&
    isElement(node.children[0], 'code') &&
    !isMathBlock(node)
  )
}

function isMathBlock({ children: [code] }: Element): boolean {
  return isElement(code, 'code') && classesOf(code).includes('language-math')
}

function readFence(pre: Element): Fence {
  const code = pre.children[0] as Element // isFence has checked it
  const fromClass = classesOf(code).find((name) => name.startsWith('language-'))
  return {
    language: textProperty(code, 'dataLang') ?? fromClass?.slice('language-'.length) ?? '',
    meta: textProperty(code, 'dataMeta') ?? '',
    code: toText(code),
    line: lineOf(pre),
  }
}

/** `include=/deploy/x.yaml` is relative to the project's folder, `include=x.yaml` to the post's. */
async function readInclude(
  fence: Fence,
  context: RenderContext,
): Promise<{ code: string; name: string } | null> {
  const target = /(?:^|\s)include=(\S+)/.exec(fence.meta)?.[1]
  if (target === undefined) return null
  const { rootDir, contentDir, file } = context
  const path = target.startsWith('/')
    ? join(rootDir, target)
    : join(contentDir, dirname(file), target)
  if (fence.code.trim() !== '')
    addError(context, fence.line, `includes ${target}, but has code of its own; empty the fence`)
  context.dependencies.add(path)
  const real = await realpath(path).catch(() => null)
  const roots = await Promise.all([rootDir, contentDir].map((root) => realpath(root)))
  if (real === null || !roots.some((root) => real.startsWith(root + sep))) {
    addError(
      context,
      fence.line,
      `includes ${target}, which doesn't exist; begin the path with a slash for the project's folder, without for this file's folder`,
    )
    return null
  }
  const code = await readFile(real, 'utf8')
  return { code, name: target.startsWith('/') ? target.slice(1) : relative(dirname(path), path) }
}

/**
 * Draws a graph as inline SVG in the page's colours. A wide one scrolls within its figure.
 * Reports Graphviz's errors with the line in the Markdown file.
 */
async function renderGraph(
  fence: { code: string; line: number | null },
  caption: string,
  id: string,
  context: RenderContext,
): Promise<Element> {
  graphviz ??= instance()
  const viz = await graphviz
  const font = { fontname: 'Helvetica' }
  const drawn = viz.render(fence.code, {
    format: 'svg',
    graphAttributes: { bgcolor: 'transparent', ...font },
    nodeAttributes: font,
    edgeAttributes: font,
  })
  for (const { message } of drawn.errors) {
    const within = Number(/in line (\d+)/.exec(message)?.[1] ?? 0)
    const line = fence.line === null ? null : fence.line + within
    addError(context, line, `the graph can't be drawn: ${message.replace(/ in line \d+/, '')}`)
  }
  const tree = fromHtml(drawn.output ?? '', { fragment: true })
  const svg = tree.children.find((node) => isElement(node, 'svg'))
  if (!isElement(svg)) return element('figure', { className: ['diagram'] })
  const title = adaptGraphSvg(svg, { caption, id })
  const scroller = element(
    'div',
    { className: ['scroll'], tabIndex: 0, role: 'group', ariaLabel: title },
    [svg],
  )
  const figure = element('figure', { className: ['diagram'] }, [scroller])
  if (caption !== '') figure.children.push(element('figcaption', {}, [text(caption)]))
  return figure
}
