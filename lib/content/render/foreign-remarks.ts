import { addWarning, type RenderContext } from './render-context.ts'

interface RemarkKind {
  open: RegExp
  close: RegExp
  /** Whether all after it is private too where the end is missing: nothing else begins so. */
  isClear?: true
}

// Remarks that another program would leave out of the page. `{#id}` is a heading's id, and `{{</* a */>}}` shows a shortcode of Hugo.
const kinds: readonly RemarkKind[] = [
  // Liquid and Twig; Zola, Nunjucks and Jinja; Hugo; Handlebars.
  {
    open: /(?<!\{)\{%-?\s*comment\b[^%\n]*%\}/g,
    close: /\{%-?\s*endcomment\s*-?%\}/g,
    isClear: true,
  },
  { open: /(?<!\{)\{%-?\s*#/g, close: /%\}/g },
  { open: /(?<!\{)\{#(?=[-\s])/g, close: /#\}/g },
  { open: /\{\{-?\s*\/\*/g, close: /\*\/\s*-?\}\}/g, isClear: true },
  {
    open: /\{\{[<%]\s*comment\b[^\n]*?[>%]\}\}/g,
    close: /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g,
    isClear: true,
  },
  { open: /\{\{~?!--/g, close: /--~?\}\}/g, isClear: true },
  { open: /\{\{~?!(?!--)/g, close: /\}\}/g },
  // MDX, CriticMarkup, Kramdown.
  { open: /(?<!\{)\{\s*\/\*/g, close: /\*\/\s*\}/g },
  { open: /\{>>/g, close: /<<\}/g },
  { open: /\{::comment\b[^}\n]*\}/g, close: /\{:\/(?:comment)?\}/g, isClear: true },
]

/** Whether a text may contain one. */
export const foreignRemark = /\{(?:%-?\s*(?:comment|#)|#[-\s]|\{|\s*\/\*|>>|::comment)/

/** Finds the offsets of other programs' remarks outside of code. Searches for each kind's end at most once in vain. */
export function findForeignRemarks(
  markdown: string,
  context: RenderContext,
  isCode: (offset: number) => boolean,
): [start: number, end: number][] {
  const find = (pattern: RegExp, from: number): RegExpExecArray | null => {
    pattern.lastIndex = from
    for (;;) {
      const match = pattern.exec(markdown)
      if (match === null || !isCode(match.index)) return match
    }
  }
  const found: [start: number, end: number][] = []
  for (const { open, close, isClear } of kinds) {
    let opening = find(open, 0)
    while (opening !== null) {
      const closing = find(close, opening.index + opening[0].length)
      if (closing === null) {
        if (isClear) {
          const line = markdown.slice(0, opening.index).split('\n').length
          const message = `${opening[0]} begins a remark without an end; all after it is left out`
          addWarning(context, line, message)
          found.push([opening.index, markdown.length])
        }
        break
      }
      const end = closing.index + closing[0].length
      found.push([opening.index, end])
      opening = find(open, end)
    }
  }
  return found.sort((a, b) => a[0] - b[0])
}
