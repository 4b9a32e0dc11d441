import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Element, Root } from 'hast'
import { toString as toText } from 'hast-util-to-string'
import { addClass, classesOf, element, isElement, lineOf, text, textProperty } from './element.ts'
import { renderGraph } from './graphviz.ts'
import { highlight } from './highlight.ts'
import { addIssue, type RenderContext } from './render-context.ts'
import { replaceElements } from './replace-elements.ts'
import { walkElements } from './walk-elements.ts'

interface Fence {
  language: string
  meta: string
  code: string
  /** Of the opening fence. */
  line: number | null
}

/**
 * Fenced code: `dot` is drawn, `include=path` brings a file that really ships, everything else is highlighted.
 * Run before anything else looks for `pre`.
 */
export async function renderCodeBlocks(tree: Root, context: RenderContext): Promise<void> {
  let diagrams = 0
  await replaceElements(tree, isFence, async (pre) => {
    const fence = readFence(pre)
    const included = await include(fence, context)
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
    if (node.tagName === 'pre' && !classesOf(node).includes('code') && !holdsMath(node)) {
      addClass(node, 'code') // raw HTML's own, such as a terminal's picture with parts in bold
      node.properties.tabIndex = 0
    }
  })
}

async function renderCode(code: string, language: string): Promise<Element> {
  const { language: known, children } = await highlight(code, language)
  // Reachable by keyboard, since a long line scrolls sideways.
  const properties = { className: ['code'], tabIndex: 0, dataLanguage: known || language || 'text' }
  return element('pre', properties, [element('code', {}, children)])
}

function isFence(node: Element): boolean {
  return (
    node.tagName === 'pre' &&
    node.children.length === 1 &&
    isElement(node.children[0], 'code') &&
    !holdsMath(node)
  )
}

function holdsMath({ children: [code] }: Element): boolean {
  return isElement(code, 'code') && classesOf(code).includes('language-math')
}

function readFence(pre: Element): Fence {
  const code = pre.children[0] as Element // isFence looked
  const fromClass = classesOf(code).find((name) => name.startsWith('language-'))
  return {
    language: textProperty(code, 'dataLang') ?? fromClass?.slice('language-'.length) ?? '',
    meta: textProperty(code, 'dataMeta') ?? '',
    code: toText(code),
    line: lineOf(pre),
  }
}

/** `include=/deploy/x.yaml` starts at the project's folder, `include=x.yaml` beside the post. */
async function include(
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
    addIssue(context, fence.line, `includes ${target}, so the fence itself has to be empty`)
  context.dependencies.add(path)
  const real = await realpath(path).catch(() => null)
  const roots = await Promise.all([rootDir, contentDir].map((root) => realpath(root)))
  if (real === null || !roots.some((root) => real.startsWith(root + sep))) {
    addIssue(
      context,
      fence.line,
      `includes ${target}, which isn't there; a slash ahead means the project's folder, none means beside this file`,
    )
    return null
  }
  const code = await readFile(real, 'utf8')
  return { code, name: target.startsWith('/') ? target.slice(1) : relative(dirname(path), path) }
}
