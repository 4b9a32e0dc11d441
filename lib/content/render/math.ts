import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { toString as toText } from 'hast-util-to-string'
import temml from 'temml'
import { classesOf, element, isElement, lineOf, replaceElements } from './hast.ts'
import { addError, type RenderContext } from './render-context.ts'

/** Renders TeX to MathML, which needs no fonts and no style sheet and is read aloud by screen readers. */
export async function renderMath(tree: Root, context: RenderContext): Promise<void> {
  await replaceElements(tree, isMath, (node) => {
    const isDisplay = node.tagName === 'pre'
    const tex = toText(node).trim()
    const math = render(tex, isDisplay, lineOf(node), context)
    if (math === null || !isDisplay) return math
    const properties = {
      className: ['scroll', 'math'],
      tabIndex: 0,
      role: 'group',
      ariaLabel: 'Formula',
    }
    return element('div', properties, [math])
  })
}

function isMath(node: Element): boolean {
  const code = node.tagName === 'pre' ? node.children[0] : node
  return isElement(code, 'code') && classesOf(code).includes('language-math')
}

function render(
  tex: string,
  displayMode: boolean,
  line: number | null,
  context: RenderContext,
): Element | null {
  try {
    const markup = temml.renderToString(tex, { displayMode, throwOnError: true })
    const math = fromHtml(markup, { fragment: true }).children[0]
    return isElement(math) ? math : null
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error)
    addError(context, line, `the formula can't be parsed: ${reason}`)
    return null
  }
}
