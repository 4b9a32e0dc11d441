import type { Element, Root } from 'hast'
import { sitePlaceholder } from '../site-placeholder.ts'
import { addClass, element, lineOf, textProperty } from './element.ts'
import { addWarning, type RenderContext } from './render-context.ts'
import { removeElements, replaceElements } from './replace-elements.ts'
import { walkElements } from './walk-elements.ts'

/**
 * Raw HTML is the owner's own and stays, but for what a document doesn't run: scripts, style elements and event
 * handlers would only be blocked by its Content-Security-Policy, silently.
 */
export function dropActiveHtml(tree: Root, context: RenderContext): void {
  const isActive = (node: Element) => node.tagName === 'script' || node.tagName === 'style'
  walkElements(tree, (node) => {
    if (isActive(node))
      addWarning(
        context,
        lineOf(node),
        `<${node.tagName}> was left out: a document carries no scripts or styles of its own`,
      )
    for (const [name, value] of Object.entries(node.properties)) {
      const isHandler = /^on[a-z]/i.test(name)
      const isScript = typeof value === 'string' && /^\s*javascript:/i.test(value)
      if (!isHandler && !isScript) continue
      delete node.properties[name]
      addWarning(context, lineOf(node), `${name} was left out: a document carries no scripts`)
    }
  })
  removeElements(tree, isActive)
}

/** Frames load late, have a name, and keep their proportion on a narrow screen. */
export async function prepareFrames(tree: Root, context: RenderContext): Promise<void> {
  await replaceElements(
    tree,
    (node) => node.tagName === 'iframe',
    (frame) => {
      const url = URL.parse(textProperty(frame, 'src') ?? '', sitePlaceholder)
      const isOwn = url?.origin === sitePlaceholder
      if (url !== null && !isOwn) context.origins.frames.add(url.origin)
      frame.properties.title ??= `Embedded from ${isOwn ? 'this site' : (url?.hostname ?? 'another page')}`
      frame.properties.loading ??= 'lazy'
      frame.properties.referrerPolicy ??= 'strict-origin-when-cross-origin'
      delete frame.properties.frameBorder
      // A box of the writer's own, which the frame is to fill, keeps its proportion by itself.
      const isFilling = /position:\s*absolute/.test(textProperty(frame, 'style') ?? '')
      if (isFilling) {
        addClass(frame, 'embed-filling')
        delete frame.properties.width
        delete frame.properties.height
        return frame
      }
      for (const name of ['width', 'height'] as const) {
        // A percentage, or a unit, was never allowed here; the style sheet fills the column.
        const pixels = /^(\d+)(?:px)?$/.exec(String(frame.properties[name] ?? ''))?.[1]
        if (pixels === undefined) delete frame.properties[name]
        else frame.properties[name] = Number(pixels)
      }
      addClass(frame, 'embed')
      return element('div', { className: ['embed-frame'] }, [frame])
    },
  )
}
