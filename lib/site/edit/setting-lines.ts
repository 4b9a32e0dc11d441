import { type Document, isMap, isNode, isScalar, type Pair, Scalar, stringify, YAMLMap } from 'yaml'
import type { SettingValue } from '#lib/api/admin-settings.ts'

/*
 * Ways to change one setting in the text of `site.yaml` without touching the lines of others. Each returns `null` where it doesn't
 * fit; the caller checks what the result means, and takes the next way where it isn't what was wanted.
 */

/** One change. */
export interface Change {
  path: readonly string[]
  value: SettingValue
  /** The names of all settings in the order in which new ones are inserted. */
  order: readonly string[]
}

type Entry = Pair<Scalar, unknown>
type Attempt = (
  text: string,
  document: Document.Parsed,
  change: Change,
  changed: Document.Parsed,
) => string | null

/** Inserts a new setting below the comment that shows how to write it, such as `# title: Your name`. */
export const insertAfterExample: Attempt = (text, document, { path, value }) => {
  const [name = ''] = path
  if (value === null || document.has(name)) return null
  const example = new RegExp(`^# ?${name}:.*(?:\n#(?: {2,}| ?-).*)*`, 'm').exec(text)
  if (example === null) return null
  return insertAt(text, example.index + example[0].length, renderLines(path, value))
}

/** Replaces, inserts or removes the lines of a setting. */
export const changeLines: Attempt = (text, { contents }, { path, value, order }) => {
  if (contents === null)
    return value === null ? null : insertAt(text, text.length, renderLines(path, value))
  let map: unknown = contents
  for (const [depth, name] of path.entries()) {
    if (!isMap(map) || map.flow) return null
    const entries = map.items as Entry[] // keys of a file without a fault are scalars
    const entry = entries.find(({ key }) => String(key.value) === name)
    if (entry === undefined && value !== null) {
      const before = findPlace(entries, name, order)
      if (before === undefined) return null
      const [start] = getExtent(text, before)
      const indent = ' '.repeat(start - findLineStart(text, start))
      const lines = renderLines(path.slice(depth), value).replaceAll(/^(?=.)/gm, indent)
      return insertAt(text, getExtent(text, before)[1], lines)
    }
    if (entry === undefined) return null
    if (depth === path.length - 1)
      return value === null
        ? entries.length > 1 || depth === 0
          ? removeLines(text, entry)
          : null
        : replaceScalar(text, entry, value)
    map = entry.value
  }
  return null
}

/** Has the library write the whole top-level setting, with its comments. */
export const rewriteEntry: Attempt = (text, { contents }, { path }, changed) => {
  if (!isMap(contents) || contents.flow) return null
  const find = (document: Document.Parsed['contents']) =>
    isMap(document)
      ? (document.items as Entry[]).find(({ key }) => key.value === path[0])
      : undefined
  const [before, after] = [find(contents), find(changed.contents)]
  if (before === undefined) return null
  if (after === undefined) return removeLines(text, before)
  const alone = new YAMLMap()
  alone.items.push(after)
  // What precedes it stays where it is.
  after.key.commentBefore = null
  after.key.spaceBefore = false
  const [start, end] = getExtent(text, before)
  const lines = stringify(alone, { lineWidth: 0 }).trimEnd()
  return text.slice(0, start) + lines + text.slice(end)
}

function replaceScalar(
  text: string,
  { key, value: node }: Entry,
  value: SettingValue,
): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  if (!isScalar(node) || node.anchor !== undefined) return null
  const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
  if (!isQuoted && node.type !== 'PLAIN') return null
  const [start, end] = node.range ?? [0, 0]
  const scalar = new Scalar(value)
  if (isQuoted && node.type !== undefined && typeof value === 'string') scalar.type = node.type
  const inline = stringify(scalar, { lineWidth: 0, blockQuote: false }).trimEnd()
  if (start < end) return text.slice(0, start) + inline + text.slice(end)
  const colon = text.indexOf(':', key.range?.[1]) + 1
  return `${text.slice(0, colon)} ${inline}${text.slice(colon)}`
}

/** A comment in its line stays. */
function removeLines(text: string, entry: Entry): string {
  const [start, end] = getExtent(text, entry)
  const lineStart = findLineStart(text, start)
  const isOneLine = !text.slice(start, end).includes('\n')
  const comment = isOneLine ? text.slice(getValueEnd(entry), end).trimStart() : ''
  if (comment !== '') return text.slice(0, start) + comment + text.slice(end)
  return text.slice(0, lineStart) + text.slice(end + 1)
}

/** The last of the entries that precede a setting, or the last of all. */
function findPlace(entries: readonly Entry[], name: string, order: readonly string[]) {
  const at = order.indexOf(name)
  const before = entries.filter(({ key }) => order.slice(0, at).includes(String(key.value)))
  return before.at(-1) ?? entries.at(-1)
}

function renderLines(path: readonly string[], value: SettingValue): string {
  const data = path.reduceRight<unknown>((below, name) => ({ [name]: below }), value)
  return stringify(data, { lineWidth: 0, blockQuote: false }).trimEnd()
}

/** From the name to the end of the last line, without the line break. */
function getExtent(text: string, entry: Entry): [start: number, end: number] {
  const valueEnd = getValueEnd(entry)
  const last = text.slice(0, valueEnd).trimEnd().length
  const end = text.indexOf('\n', last)
  return [entry.key.range?.[0] ?? 0, end === -1 ? text.length : end]
}

function getValueEnd({ key, value }: Entry): number {
  return Math.max(key.range?.[1] ?? 0, isNode(value) ? (value.range?.[1] ?? 0) : 0)
}

function findLineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Inserts lines below the line that ends at an offset. */
function insertAt(text: string, end: number, lines: string): string {
  const before = text.slice(0, end)
  const isNewLine = before === '' || before.endsWith('\n')
  const after = text.slice(end)
  return `${before}${isNewLine ? '' : '\n'}${lines}${after.startsWith('\n') ? after : `\n${after}`}`
}
