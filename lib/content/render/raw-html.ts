import type { Element, ElementContent, Root } from 'hast'
import { htmlTagNames } from 'html-tag-names'
import {
  addClass,
  element,
  lineOf,
  removeElements,
  replaceElements,
  textProperty,
  walkElements,
} from './hast.ts'
import { addWarning, type RenderContext } from './render-context.ts'
import { deferFrame, getForeignHost } from './third-parties.ts'

/**
 * Keeps the owner's raw HTML except for scripts, style elements and event handlers: the page's Content-Security-Policy would block them
 * silently.
 */
export function dropActiveHtml(tree: Root, context: RenderContext): void {
  const isActive = (node: Element) => node.tagName === 'script' || node.tagName === 'style'
  walkElements(tree, (node) => {
    if (isActive(node))
      addWarning(
        context,
        lineOf(node),
        `<${node.tagName}> was left out; documents can't have scripts or style elements of their own`,
      )
    for (const [name, value] of Object.entries(node.properties)) {
      const isHandler = /^on[a-z]/i.test(name)
      const isScript = typeof value === 'string' && /^\s*javascript:/i.test(value)
      if (!isHandler && !isScript) continue
      delete node.properties[name]
      addWarning(context, lineOf(node), `${name} was left out; documents can't have scripts`)
    }
  })
  removeElements(tree, isActive)
}

const knownElements = new Set([...htmlTagNames, 'svg', 'math'])

/** Warns of elements that HTML doesn't have: browsers show their text, without the meaning that another program gave them. */
export function warnAboutUnknownElements(tree: Root, context: RenderContext): void {
  const seen = new Set<string>()
  walkElements(tree, ({ tagName, position }) => {
    if (tagName === 'svg' || tagName === 'math') return 'skip'
    if (knownElements.has(tagName) || seen.has(tagName)) return
    seen.add(tagName)
    const message = `<${tagName}> is no element of HTML; only its text is shown`
    addWarning(context, position?.start.line ?? null, message)
  })
}

/** Removes comments, which are not needed after the excerpt was taken. */
export function removeComments(
  parent: Root | Extract<ElementContent, { children: unknown }>,
): void {
  parent.children = parent.children.filter(
    (child) => child.type !== 'comment',
  ) as typeof parent.children
  for (const child of parent.children) if (child.type === 'element') removeComments(child)
}

/** Makes frames load lazily or by a click, gives them a name, and lets them keep their aspect ratio on narrow screens. */
export async function prepareFrames(tree: Root, context: RenderContext): Promise<void> {
  await replaceElements(
    tree,
    (node) => node.tagName === 'iframe',
    async (frame) => {
      const src = textProperty(frame, 'src') ?? ''
      const host = getForeignHost(src)
      frame.properties.title ??= `Embedded from ${host ?? 'this site'}`
      frame.properties.loading ??= 'lazy'
      if (host !== null) {
        const { origin } = URL.parse(src, 'https://a.invalid') ?? {}
        if (origin !== undefined) context.frameOrigins.add(origin)
        await deferFrame(frame, host, context)
      }
      frame.properties.referrerPolicy ??= 'strict-origin-when-cross-origin'
      delete frame.properties.frameBorder
      // A frame that fills the author's own box takes its aspect ratio from that box.
      const isFilling = /position:\s*absolute/.test(textProperty(frame, 'style') ?? '')
      if (isFilling) {
        addClass(frame, 'embed-filling')
        delete frame.properties.width
        delete frame.properties.height
        return frame
      }
      for (const name of ['width', 'height'] as const) {
        // HTML allows pixels only, no percentage or unit; the style sheet fills the column.
        const pixels = /^(\d+)(?:px)?$/.exec(String(frame.properties[name] ?? ''))?.[1]
        if (pixels === undefined) delete frame.properties[name]
        else frame.properties[name] = Number(pixels)
      }
      addClass(frame, 'embed')
      return element('div', { className: ['embed-frame'] }, [frame])
    },
  )
}
