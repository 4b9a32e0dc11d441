import type { Nodes, Root } from 'mdast'
import { visit } from 'unist-util-visit'
import { addWarning, type RenderContext } from './render-context.ts'

/*
 * What other programs add to Markdown and this site doesn't know gives a warning: it is published as it is written.
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

function safeDecode(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
