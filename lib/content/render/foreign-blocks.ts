import { isCalloutKind } from './callouts.ts'

/** Material for MkDocs: `!!! note "Title"`, `??? note` folded, `???+ note` open. The text is indented. */
const admonition = /^([ \t]*)(!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[^"\n]*?"(.*)")?[^"\n]*$/
/** Docusaurus, VitePress, Starlight, Pandoc and Quarto: `:::note Title`, `:::note[Title]`, `::: {.callout-note title="Title"}`. */
const container =
  /^( {0,3}):::+[ \t]*(?:\{[ \t]*\.)?([A-Za-z][\w-]*)(?:\[(.*)\])?(?:[^\n]*?title="([^"]*)")?[^\S\n]*([^{}\n]*?)\}?[ \t]*$/
const foldedKinds = ['details', 'collapse', 'spoiler']

/** The page has its table of contents in the margin. */
const contents =
  /^ {0,3}(?:\[toc\]|\[\[_?toc_?\]\]|@\[toc\](?:\(.*\))?|\$\{toc\}|\{\{<?[ \t]*toc[ \t]*>?\}\}|\{:[ \t]*toc[ \t]*\})[ \t]*$/i
const kramdownContents = /^(?:[*+-]|1\.)[ \t]+\S.*$/

/**
 * Makes callouts of other generators' boxes, and leaves out their marks for a table of contents. The number of lines stays the same.
 * @param isCode whether the line with this index is code
 */
export function convertForeignBlocks(
  lines: readonly string[],
  isCode: (index: number) => boolean,
): string[] {
  const done: string[] = []
  let fence: string | null = null
  while (done.length < lines.length) {
    const at = done.length
    const line = lines[at] ?? ''
    const mark = /^[ \t]*(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined) {
      if (fence === null) fence = mark
      else if (mark.startsWith(fence)) fence = null
    }
    if (fence !== null || isCode(at)) done.push(line)
    else if (contents.test(line)) {
      // `* TOC` and `{:toc}` on two lines.
      if (/^ {0,3}\{:/.test(line) && kramdownContents.test(done.at(-1) ?? '')) done[at - 1] = ''
      done.push('')
    } else done.push(...(convertAdmonition(lines, at) ?? convertContainer(lines, at) ?? [line]))
  }
  return done
}

function convertAdmonition(lines: readonly string[], at: number): string[] | null {
  const match = admonition.exec(lines[at] ?? '')
  if (match === null) return null
  const [, indent = '', mark = '', kind = '', title = ''] = match
  const own = new RegExp(`^${indent}(?: {4}|\t)`)
  let end = at + 1
  for (let next = end; next < lines.length; next++) {
    if (own.test(lines[next] ?? '')) end = next + 1
    else if (lines[next]?.trim() !== '') break
  }
  const fold = mark === '!!!' ? '' : mark === '???' ? '-' : '+'
  const body = lines.slice(at + 1, end).map((line) => line.replace(own, ''))
  return quote(indent, `[!${kind}]${fold} ${title}`, body)
}

function convertContainer(lines: readonly string[], at: number): string[] | null {
  const match = container.exec(lines[at] ?? '')
  if (match === null) return null
  const [, indent = '', name = '', label, attribute, rest = ''] = match
  const kind = name.toLowerCase().replace(/^callout-/, '')
  const isFolded = foldedKinds.includes(kind)
  if (!isFolded && !isCalloutKind(kind)) return null
  let depth = 1
  for (let end = at + 1; end < lines.length; end++) {
    if (/^ {0,3}:::+[ \t]*$/.test(lines[end] ?? '')) depth--
    else if (/^ {0,3}:::+[ \t]*[\w{]/.test(lines[end] ?? '')) depth++
    if (depth > 0) continue
    const title = label ?? attribute ?? rest
    const body = lines.slice(at + 1, end)
    return [...quote(indent, `[!${kind}]${isFolded ? '-' : ''} ${title}`, body), '']
  }
  return null
}

/** Boxes may be in boxes. */
function quote(indent: string, title: string, body: readonly string[]): string[] {
  const inner = convertForeignBlocks(body, () => false)
  return [title.trimEnd(), ...inner].map((line) => `${indent}> ${line}`.trimEnd())
}
