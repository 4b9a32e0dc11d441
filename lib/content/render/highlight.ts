import type { ElementContent } from 'hast'
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { bundledLanguages } from 'shiki/langs'
import { element, text } from './hast.ts'

const prefix = '--code-'
const theme = createCssVariablesTheme({ name: 'classes', variablePrefix: prefix })

/** Longer lines are data rather than code, and not worth the time to highlight. */
const maxLineLength = 2000

/** Common names that no grammar is registered under. */
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
 * Highlights code with `<span class="hl-keyword">` and the like. Colours are classes, so that a page needs no inline style and CSS alone
 * switches between light and dark. Grammars are loaded when a language is first used.
 *
 * @returns an empty language if it is unknown; the code is then plain text
 */
export async function highlight(
  code: string,
  language: string,
): Promise<{ language: string; children: ElementContent[] }> {
  const lowerCase = language.toLowerCase()
  const name = aliases.get(lowerCase) ?? lowerCase
  const source = code.replace(/\n$/, '')
  const load = Object.hasOwn(bundledLanguages, name)
    ? bundledLanguages[name as keyof typeof bundledLanguages] // hasOwn has checked it
    : undefined
  if (load === undefined) return { language: '', children: [text(source)] }
  const core = await getHighlighter()
  if (!core.getLoadedLanguages().includes(name)) await core.loadLanguage(load)
  const lines = core.codeToTokensBase(source, {
    lang: name,
    theme: 'classes',
    tokenizeMaxLineLength: maxLineLength,
    // A time limit would make the result depend on the machine's load; the line length is limited instead.
    tokenizeTimeLimit: 0,
  })
  return { language: name, children: mergeTokens(lines) }
}

/** Merges adjacent tokens of one class, spaces included, into one span: half the HTML of a span per token. */
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
  // The theme distinguishes quoted from unquoted strings; readers don't need that.
  return name === undefined ? '' : `hl-${name.replace('string-expression', 'string')}`
}
