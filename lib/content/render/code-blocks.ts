import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Element, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
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
import { renderGraph } from './render-graph.ts'

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
      const id = `${context.idPrefix}dot-${diagrams}`
      const graph = await renderGraph({ ...fence, code }, { caption, id }, context)
      if (graph !== null) return graph
    }
    const block = await renderCode(code, dot === null ? fence.language : 'dot')
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
  const place = relative(await realpath(contentDir), real)
  const isDocument = /^(?:blog|projects|pages)[\\/].*\.md$/i.test(place)
  if (isDocument && context.findPath(place) === null) {
    addError(context, fence.line, `includes ${target}, which isn't published; delete this line`)
    return null
  }
  const code = await readFile(real, 'utf8')
  return { code, name: target.startsWith('/') ? target.slice(1) : relative(dirname(path), path) }
}
