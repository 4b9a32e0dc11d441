import type { Root } from 'mdast'
import { visit } from 'unist-util-visit'
import { addWarning, type RenderContext } from './render-context.ts'

/** What looks like a footnote or a link by reference, and stays text, since nothing by that name is defined. */
export function warnAboutDanglingReferences(tree: Root, context: RenderContext): void {
  visit(tree, 'text', ({ value, position }) => {
    for (const [mark, name = ''] of value.matchAll(
      /\[\^([^\]\s]+)\]|(?<!\w)\[[^\]]+\]\[[A-Za-z][^\]]*\]/g,
    )) {
      const lines = value.slice(0, value.indexOf(mark)).split('\n').length - 1
      const line = position === undefined ? null : position.start.line + lines
      const message =
        name === ''
          ? `${mark} leads nowhere; define its second name: ${mark.slice(mark.lastIndexOf('['))}: https://...`
          : `[^${name}] has no footnote; write one: [^${name}]: text`
      addWarning(context, line, message)
    }
  })
}
