import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isNode, isSeq, parseDocument, visit } from 'yaml'
import type { SettingsChanges, SettingValue } from '#lib/api/admin-settings.ts'
import { DomainError } from '#lib/core/errors.ts'
import { carryLineEnds, joinLineEnds, splitLineEnds } from './line-ends.ts'
import { type Change, changeLines, insertAfterExample, rewriteEntry } from './setting-lines.ts'

/** The byte order mark that some editors write. */
const mark = '\uFEFF'

/**
 * Writes changes into the text of `site.yaml`. Comments, the order and every line of another setting stay as they are. What can't be
 * changed where it is written, such as a file in one line, is written anew by the YAML library, which keeps comments too.
 * @param text without a syntax error
 */
export function editSettings(
  text: string,
  changes: SettingsChanges,
  order: readonly string[],
): string {
  let edited = splitLineEnds(text.replace(mark, ''))
  for (const [name, value] of Object.entries(changes)) {
    const changed = applyChange(edited.text, { path: name.split('/'), value, order })
    edited = { text: changed, ends: carryLineEnds(edited, changed) }
  }
  return (text.startsWith(mark) ? mark : '') + joinLineEnds(edited)
}

function applyChange(text: string, change: Change): string {
  const before = readData(parse(text))
  requireMap(before, change.path)
  const wanted = withValue(before, change.path, change.value)
  if (isDeepStrictEqual(before, wanted)) return text
  const changed = parse(text)
  const hasAliases = expandAliases(changed)
  setInDocument(changed, change)
  for (const attempt of hasAliases ? [] : [insertAfterExample, changeLines, rewriteEntry]) {
    const edited = attempt(text, parse(text), change, changed)
    if (edited === null) continue
    const document = parse(edited)
    if (document.errors.length === 0 && isDeepStrictEqual(readData(document), wanted)) return edited
  }
  return changed.toString({ lineWidth: 0 })
}

/** @throws DomainError `invalid-fields` for a name such as `title/colour` */
function requireMap(data: Data, path: readonly string[]): void {
  let value: unknown = data
  for (const name of path.slice(0, -1)) {
    value = (value as Data)[name] ?? {}
    if (typeof value !== 'object' || Array.isArray(value))
      throw new DomainError('invalid-fields', `${path.join('.')} is unknown: ${name} has a value.`)
  }
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { prettyErrors: false, version: '1.2' })
}

type Data = Record<string, unknown>

function readData(document: Document.Parsed): Data {
  return (document.toJS() ?? {}) as Data // without a fault it is a map
}

/** Without settings that contain nothing any more. */
function withValue(data: Data, [name = '', ...rest]: readonly string[], value: SettingValue): Data {
  const { [name]: current, ...others } = data
  if (value === null && current == null) return data
  if (rest.length === 0) return value === null ? others : { ...data, [name]: value }
  const below = withValue((current ?? {}) as Data, rest, value) // a setting that has others in it
  return Object.keys(below).length === 0 ? others : { ...data, [name]: below }
}

/** A changed value must not change another setting. @returns whether there were any */
function expandAliases(document: Document.Parsed): boolean {
  let hasAliases = false
  visit(document, {
    Alias: (_, alias) => {
      hasAliases = true
      const node = document.createNode(alias.toJS(document))
      return Object.assign(node, {
        comment: alias.comment ?? null,
        commentBefore: alias.commentBefore ?? null,
      })
    },
  })
  return hasAliases
}

function setInDocument(document: Document.Parsed, { path, value }: Change): void {
  if (value === null) {
    deleteInDocument(document, path)
    return
  }
  // The library sets nothing below a name without a value.
  for (const length of path.slice(1).keys())
    if (document.getIn(path.slice(0, length + 1)) === null)
      document.deleteIn(path.slice(0, length + 1))
  const before = document.getIn(path, true)
  if (!isSeq(before) || !Array.isArray(value)) {
    document.setIn(path, document.createNode(value))
    return
  }
  // An entry that stays keeps its comments.
  const left = [...before.items]
  before.items = value.map((entry) => {
    const at = left.findIndex(
      (node) => isNode(node) && isDeepStrictEqual(node.toJS(document), entry),
    )
    return at === -1 ? document.createNode(entry) : left.splice(at, 1)[0]
  })
}

function deleteInDocument(document: Document.Parsed, path: readonly string[]): void {
  document.deleteIn(path)
  const parent = path.slice(0, -1)
  const rest = document.getIn(parent, true)
  if (parent.length > 0 && isMap(rest) && rest.items.length === 0)
    deleteInDocument(document, parent)
}
