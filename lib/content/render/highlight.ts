import type { ElementContent } from 'hast'
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { bundledLanguages } from 'shiki/langs'
import { element, text } from './element.ts'

const prefix = '--code-'
const theme = createCssVariablesTheme({ name: 'classes', variablePrefix: prefix })

/** Beyond this a line is data, not code, and its colours are worth nobody's wait. */
const maxLineLength = 2000

/** Names that people write, for grammars that have others. */
const aliases = new Map([
  ['conf', 'ini'],
  ['cfg', 'ini'],
  ['env', 'dotenv'],
  ['c++', 'cpp'],
])

let highlighter: Promise<HighlighterCore> | null = null

function getHighlighter(): Promise<HighlighterCore> {
  highlighter ??= createHighlighterCore({
    themes: [theme],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  return highlighter
}

/**
 * Code as text with `<span class="hl-keyword">` where a token has a meaning. Colours are classes, so a page needs no
 * inline style and follows light and dark by CSS alone. Grammars are loaded when a language is first met.
 *
 * @returns an empty language where none is known: the code stays plain
 */
export async function highlight(
  code: string,
  language: string,
): Promise<{ language: string; children: ElementContent[] }> {
  const written = language.toLowerCase()
  const name = aliases.get(written) ?? written
  const source = code.replace(/\n$/, '')
  const load = Object.hasOwn(bundledLanguages, name)
    ? bundledLanguages[name as keyof typeof bundledLanguages] // hasOwn has just proved it
    : undefined
  if (load === undefined) return { language: '', children: [text(source)] }
  const core = await getHighlighter()
  if (!core.getLoadedLanguages().includes(name)) await core.loadLanguage(load)
  const lines = core.codeToTokensBase(source, {
    lang: name,
    theme: 'classes',
    tokenizeMaxLineLength: maxLineLength,
    // A limit in time would make other colours on a busy machine; the length is limit enough.
    tokenizeTimeLimit: 0,
  })
  return { language: name, children: mergeTokens(lines) }
}

/** One span for neighbours of one class, spaces included: half the HTML of a span per token. */
function mergeTokens(lines: { content: string; color?: string }[][]): ElementContent[] {
  const runs: { className: string; content: string }[] = []
  const add = (className: string, content: string) => {
    const last = runs.at(-1)
    if (last === undefined) runs.push({ className, content })
    else if (last.className === className || content.trim() === '') last.content += content
    else runs.push({ className, content })
  }
  for (const [index, line] of lines.entries()) {
    if (index > 0) add('', '\n')
    for (const token of line) add(classOf(token.color), token.content)
  }
  return runs.map(({ className, content }) =>
    className === '' ? text(content) : element('span', { className: [className] }, [text(content)]),
  )
}

function classOf(color: string | undefined): string {
  const name = /var\(--code-token-([a-z-]+)\)/.exec(color ?? '')?.[1]
  // The theme tells quoted from unquoted strings; nobody who reads does.
  return name === undefined ? '' : `hl-${name.replace('string-expression', 'string')}`
}
