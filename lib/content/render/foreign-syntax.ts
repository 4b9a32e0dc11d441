import type { Nodes, Root } from 'mdast'
import { visit } from 'unist-util-visit'
import { decodeUri } from '#lib/core/decode-uri.ts'
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
  { mark: /<%.{0,999}?%>/s, name: 'a tag of a template' },
  { mark: /\{:[^\S\n]{0,99}[.#\w][^{}\n]*\}/, name: 'an attribute list of Kramdown' },
  { mark: /^:::+ *\w*/m, name: 'a container' },
  { mark: /^::[A-Za-z][\w-]*(?=[[{\s]|$)/m, name: 'a directive' },
  { mark: /(?<!\w):[a-z][\w-]*\[[^\]\n]*\]/, name: 'a directive' },
  { mark: /^\*\[[^\]\n]+\]:/m, name: 'an abbreviation' },
  { mark: /\{(?:\+\+|--|~~|>>|==)/, name: 'a mark of CriticMarkup' },
  { mark: /\[-?@[\w:-]+[^\]\n]*\]/, name: 'a citation' },
  { mark: /^===[!+]? +".*"/m, name: 'a tab of MkDocs' },
  { mark: /^-*8<-*(?: |$)/m, name: 'a snippet of MkDocs' },
  { mark: /^\\(?:newpage|pagebreak|clearpage|vspace\{.*\})/m, name: 'a command of LaTeX' },
  {
    mark: /\[\/?(?:gallery|caption|embed|audio|video|playlist|youtube|contact-form)\b[^\]\n]*\]/,
    name: 'a shortcode of WordPress',
  },
  {
    mark: /^(?:import\s.+\sfrom\s+['"].+['"]|import\s+['"].+['"]|export\s+(?:const|default|function)\s.+)/m,
    name: 'a line of MDX',
  },
] as const

/** Languages of fences that a program other than this one would draw or run. */
const drawnLanguage =
  /^(?:mermaid|plantuml|puml|d2|abc|geojson|topojson|stl|dataview(?:js)?|tasks|query|ad-[\w-]+|\{[^}]*\}.*)$/i

/** Warns of every mark outside of code, and of code that another program would replace. */
export function warnAboutForeignSyntax(tree: Root, context: RenderContext): void {
  const seen = new Set<string>()
  visit(tree, 'code', ({ lang, position }) => {
    if (!drawnLanguage.test(lang ?? '')) return
    const message = `a block of ${lang} is shown as code; other programs would draw or run it`
    addWarning(context, position?.start.line ?? null, message)
  })
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
  const own = 'url' in node ? ` ${decodeUri(node.url)} ` : ''
  return (
    own +
    ('children' in node ? node.children.map(toProse).join('') : 'value' in node ? node.value : '')
  )
}
