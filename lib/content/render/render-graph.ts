import { instance } from '@viz-js/viz'
import type { Element } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { adaptGraphSvg } from './graph-svg.ts'
import { element, isElement, text } from './hast.ts'
import { addError, addWarning, type RenderContext } from './render-context.ts'

/**
 * Draws a graph as inline SVG in the page's colours and type. A wide one scrolls within its figure. What Graphviz complains about and
 * still draws becomes a warning, with the line in the Markdown file.
 *
 * @returns null if there is nothing to draw
 */
export async function renderGraph(
  fence: { code: string; line: number | null },
  { caption, id }: { caption: string; id: string },
  context: RenderContext,
): Promise<Element | null> {
  const lineAt = (within: number) => (fence.line === null ? null : fence.line + within)
  const { svg, problems } = await draw(replaceFonts(fence.code))
  const add = svg === null ? addError : addWarning
  for (const problem of problems) {
    const within = Number(/in line (\d+)/.exec(problem)?.[1] ?? 0)
    const reason = problem.replace(/^Warning: | in line \d+/g, '')
    const verb = svg === null ? "can't be drawn" : 'was drawn, but'
    add(context, lineAt(within), `the graph ${verb}: ${reason}`)
  }
  for (const [name, offset] of listFonts(fence.code)) {
    const within = fence.code.slice(0, offset).split('\n').length
    addWarning(context, lineAt(within), `the graph's font ${name} was replaced by the page's`)
  }
  if (svg === null) return null
  adaptGraphSvg(svg, id)
  const properties = { className: ['scroll'], tabIndex: 0, role: 'group', ariaLabel: 'Diagram' }
  const figure = element('figure', { className: ['diagram'] }, [element('div', properties, [svg])])
  if (caption !== '') figure.children.push(element('figcaption', {}, [text(caption)]))
  return figure
}

async function draw(code: string): Promise<{ svg: Element | null; problems: string[] }> {
  const font = { fontname: 'Helvetica' }
  try {
    // A new one for each graph: Graphviz reports many problems only once per process. It takes 5 ms.
    const viz = await instance()
    const drawn = viz.render(widen(code), {
      format: 'svg',
      graphAttributes: { bgcolor: 'transparent', ...font },
      nodeAttributes: font,
      edgeAttributes: font,
    })
    const output = (drawn.output ?? '').replaceAll(filler, '')
    const tree = fromHtml(output, { fragment: true })
    const svg = tree.children.find((node) => isElement(node, 'svg'))
    const problems = drawn.errors
      .map(({ message }) => message.replaceAll(filler, '').trim())
      .filter((message) => !message.includes('no value for width of non-ASCII character'))
    return { svg: isElement(svg) ? svg : null, problems }
  } catch (error) {
    return { svg: null, problems: [error instanceof Error ? error.message : String(error)] }
  }
}

/** U+034F, which has two bytes and no width. */
const filler = '\u034f'
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff01-\uff60—―…→←⇒™∞≈]{1,3}/gu
const emoji = /\p{Extended_Pictographic}{1,2}/gu

/**
 * Graphviz counts a space, 0.28 em, for each byte of a character outside ASCII. That is right for most alphabets, too little for wide
 * characters: 0.83 em for Chinese, 1.11 em for emoji. The filler adds what is missing, 0.19 em and 0.28 em.
 */
function widen(code: string): string {
  return code.replace(wide, `$&${filler}`).replace(emoji, `$&${filler}`)
}

/** Fonts whose metrics Graphviz knows, and that the page draws as its own or as a monospaced one. */
const knownFont = /^(?:helvetica|arial|times|courier|sans|serif|mono)/i

function listFonts(code: string): [name: string, offset: number][] {
  return [...code.matchAll(fontAttribute)]
    .map(({ 1: attribute = '', 2: name = '', index }): [string, number] => [
      name.replaceAll('"', ''),
      index + attribute.length,
    ])
    .filter(([name]) => !knownFont.test(name))
}

const fontAttribute = /(\bfontname\s*=\s*)("[^"]*"|[\w.-]+)/gi

function replaceFonts(code: string): string {
  return code.replace(fontAttribute, (whole, attribute: string, name: string) =>
    knownFont.test(name.replaceAll('"', '')) ? whole : `${attribute}Helvetica`,
  )
}
