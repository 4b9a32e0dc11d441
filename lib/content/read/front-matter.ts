import { parse as parseToml, TomlDate, TomlError } from 'smol-toml'
import { type Document, isMap, LineCounter, parseDocument } from 'yaml'
import { explainYamlError } from '#lib/core/yaml-errors.ts'
import { ContentError } from '../content-errors.ts'

export interface SourceFile {
  /** Relative to the content folder, with forward slashes: `blog/2021/02/07/0/name.md`. */
  file: string
  /** The front matter as parsed; dates are still text, because a date would lose its offset. */
  data: Record<string, unknown>
  /** The Markdown, with the front matter replaced by empty lines so that line numbers are those of the file. */
  markdown: string
  /** Line in the file of a member of the front matter. */
  lineOf(path: readonly PropertyKey[]): number
  /** The part of a path that the file contains: `date` for `date.published` if `date: ...` was written. */
  nameOf(path: readonly PropertyKey[]): string
}

/** How generators enclose front matter. The first group is its text, which begins on `line`. */
const formats = [
  {
    kind: 'yaml',
    line: 2,
    fence: /^---(?:ya?ml|json)?[ \t]*\n((?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)/,
  },
  { kind: 'toml', line: 2, fence: /^\+\+\+[ \t]*\n((?:[^\n]*\n)*?)\+\+\+[ \t]*(?:\n|$)/ },
  { kind: 'toml', line: 2, fence: /^---toml[ \t]*\n((?:[^\n]*\n)*?)---[ \t]*(?:\n|$)/ },
  { kind: 'members', line: 2, fence: /^;;;[ \t]*\n((?:[^\n]*\n)*?);;;[ \t]*(?:\n|$)/ },
  // JSON is YAML 1.2 too.
  { kind: 'yaml', line: 1, fence: /^(\{[ \t]*\n(?:[^\n]*\n)*?\})[ \t]*(?:\n|$)/ },
  { kind: 'yaml', line: 1, fence: /^(\{\s*"[^"\n]*"\s*:[\s\S]*?\})[ \t]*(?:\n|$)/ },
  { kind: 'members', line: 1, fence: /^("(?:[^\n]*\n)*?);;;[ \t]*(?:\n|$)/ },
  // Hexo's old way has no first line of dashes.
  {
    kind: 'yaml',
    line: 1,
    fence:
      /^((?:title|date|tags|categories|layout|permalink|draft|published):(?:[^\S\n]*\S[^\n]*\n)*?)---[ \t]*(?:\n|$)/,
  },
] as const

/** Lines as Pelican, Nikola, Logseq and Org write them. Two of the names in one block are no coincidence. */
const openBlock = /^(?:<!--[ \t]*\n)?((?:(?:\.\. |#\+)?[\w-]+::?[ \t].*(?:\n|$)){2,})/
const openName =
  /^\W*(?:title|date|status|slug|tags|category|author|draft|publish(?:ed)?|public|private|permalink):/gim

/** A line that withholds, in the words of any generator, where a text may begin: between lines of something else than three dashes. */
const strayWord =
  /^\W{0,6}(?:(?:is|dg)?[-_]?(?:publish(?:ed)?|draft|private|public|hidden|unlisted)\W{0,3}?[:=：]{1,2}\s*["'“‘]?(?:true|false|yes|no|on|off|[01])|(?:status|state|visibility|access)\W{0,3}?[:=：]{1,2}\s*["'“‘]?(?:drafts?|private|hidden|unlisted|unpublished|members|pending))["'”’]?\W*$/iu
const strayLines = 20

/**
 * Splits a file into front matter and Markdown.
 * @throws ContentError if the front matter can't be parsed
 */
export function parseSourceFile(file: string, text: string): SourceFile {
  const fail = (line: number, message: string) => new ContentError([{ file, line, message }])
  const content = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const format = formats.find(({ fence }) => fence.test(content))
  const match = format?.fence.exec(content)
  if (format === undefined || match == null) {
    const opening = /^(---|\+\+\+|;;;)[ \t]*\n/.exec(content)?.[1]
    if (opening !== undefined)
      throw fail(1, `the front matter has no end; close it with a line of ${opening}`)
    const language = /^---(\w+)[ \t]*\n/.exec(content)?.[1]
    if (language !== undefined)
      throw fail(1, `the front matter is in ${language}; write it in YAML, TOML or JSON`)
    if (/^\s*(?:--+|\+\+\+|;;;)[ \t]*\n["\w-]+\s*[:=]/.test(content))
      throw fail(1, 'the front matter has to begin on the first line, with exactly three dashes')
    const block = openBlock.exec(content)?.[1] ?? ''
    if ((block.match(openName) ?? []).length > 1)
      throw fail(1, 'the front matter has to be between two lines of ---, as "name: value"')
    if (/^\{[ \t]*\n\s*"/.test(content))
      throw fail(1, 'the front matter has no end; close it with a line of }')
    refuseStrayWords(content, fail)
    return { file, data: {}, markdown: content, lineOf: () => 1, nameOf: (path) => path.join('.') }
  }
  const [whole, inner = ''] = match
  const markdown = '\n'.repeat(whole.split('\n').length - 1) + content.slice(whole.length)
  refuseStrayWords(markdown, fail)
  return { file, markdown, ...readFrontMatter(format, inner, fail) }
}

/** @throws ContentError if the text begins with what its writer may have meant for front matter */
function refuseStrayWords(markdown: string, fail: Fail): void {
  let count = 0
  for (const [index, line] of markdown.split(/[\n\v\f\u0085\u2028\u2029]/).entries()) {
    if (/^\s*(?:```|~~~)/.test(line) || count > strayLines) return
    if (line.trim() !== '') count++
    if (!strayWord.test(line)) continue
    const message = `"${line.trim().slice(0, 60)}" is outside of the front matter; move it between two lines of --- at the top, or write it as code`
    throw fail(index + 1, message)
  }
}

type FrontMatter = Pick<SourceFile, 'data' | 'lineOf' | 'nameOf'>
type Fail = (line: number, message: string) => ContentError

function readFrontMatter(
  { kind, line }: (typeof formats)[number],
  text: string,
  fail: Fail,
): FrontMatter {
  if (kind === 'toml') return readToml(text, fail)
  // `"title": "a"`, without braces around all of it.
  return readYaml(kind === 'members' ? `{${text}}` : text, line, fail)
}

function readToml(toml: string, fail: Fail): FrontMatter {
  const lines = toml.split('\n')
  const lineOf = ([name]: readonly PropertyKey[]) =>
    lines.findIndex((one) =>
      one
        .trim()
        .replace(/^\[+|["']/g, '')
        .startsWith(String(name)),
    ) + 2
  try {
    const data = toPlain(parseToml(toml)) as Record<string, unknown> // a TOML document is a table
    return { data, lineOf, nameOf: (path) => path.join('.') }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [message = ''] = error.message.split('\n')
    throw fail(error.line + 1, `the front matter is not TOML: ${message}`)
  }
}

/** Dates as text. */
function toPlain(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map(toPlain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toPlain(one)]))
}

function readYaml(yaml: string, firstLine: number, fail: Fail): FrontMatter {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, version: '1.2', merge: true })
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1
  const [error] = document.errors
  if (error !== undefined)
    throw fail(lineAt(error.pos[0]), `the front matter is not YAML: ${explainYamlError(error)}`)
  if (document.contents !== null && !isMap(document.contents))
    throw fail(2, 'the front matter has to be a list of names and values, such as title: ...')
  const findPart = (path: readonly PropertyKey[]) => {
    for (let length = path.length; length > 0; length--) {
      const part = path.slice(0, length)
      const node = document.getIn(part, true)
      const range = (node as { range?: [number, number, number] } | undefined)?.range // a yaml node, or absent
      if (range) return { part, line: lineAt(range[0]) }
    }
    return { part: path, line: 1 }
  }
  return {
    data: toData(document, () => fail(firstLine, aliasError)),
    lineOf: (path) => findPart(path).line,
    nameOf: (path) => findPart(path).part.join('.'),
  }
}

const aliasError =
  'has an alias (*name) that contains itself or multiplies its text; write the values out'

/** @throws what `fail` returns, if the aliases make something that can't be written down */
function toData(document: Document, fail: () => Error): Record<string, unknown> {
  try {
    const data = (document.toJS() ?? {}) as Record<string, unknown> // a map or null, as checked
    JSON.stringify(data)
    return data
  } catch (error) {
    throw Object.assign(fail(), { cause: error })
  }
}
