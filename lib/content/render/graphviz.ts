import { instance, type Viz } from '@viz-js/viz'
import type { Element } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { adaptGraphSvg } from './graph-svg.ts'
import { element, isElement, text } from './hast.ts'
import { addError, type RenderContext } from './render-context.ts'

let graphviz: Promise<Viz> | null = null

/**
 * Draws a graph as inline SVG in the page's colours. A wide one scrolls within its figure.
 * Reports Graphviz's errors with the line in the Markdown file.
 */
export async function renderGraph(
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
