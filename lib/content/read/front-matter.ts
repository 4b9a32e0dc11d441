import { isMap, LineCounter, parseDocument } from 'yaml'
import { ContentError } from '../content-errors.ts'
import { explainYamlError } from './yaml-errors.ts'

export interface SourceFile {
  /** Relative to the content folder, with forward slashes: `blog/2021/02/07/0/name.md`. */
  file: string
  /** YAML as read; dates are still text, since a YAML date would lose its offset. */
  data: Record<string, unknown>
  /** The Markdown, with the front matter's lines left empty, so that line numbers are those of the file. */
  markdown: string
  /** The line in the file on which a member of the front matter stands. */
  lineOf(path: readonly PropertyKey[]): number
  /** The part of a path that the file itself has: `date` where `date.published` was written so. */
  nameOf(path: readonly PropertyKey[]): string
}

const fence = /^---[ \t]*\n((?:.*\n)*?)---[ \t]*(?:\n|$)/

/**
 * Parts a file in front matter and Markdown.
 * @throws ContentError where the YAML can't be read
 */
export function parseSourceFile(file: string, text: string): SourceFile {
  const content = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const match = fence.exec(content)
  if (match === null) {
    if (/^---[ \t]*\n/.test(content)) {
      const message = 'the front matter has no end; close it with a line of ---'
      throw new ContentError([{ file, line: 1, message }])
    }
    if (/^\s*--+[ \t]*\n[\w-]+:/.test(content)) {
      const message = 'the front matter has to begin on the first line, with exactly three dashes'
      throw new ContentError([{ file, line: 1, message }])
    }
    return { file, data: {}, markdown: content, lineOf: () => 1, nameOf: (path) => path.join('.') }
  }
  const [whole, yaml = ''] = match
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, version: '1.2' })
  const lineAt = (offset: number) => lines.linePos(offset).line + 1
  const [error] = document.errors
  if (error !== undefined) {
    const message = `the front matter is no YAML: ${explainYamlError(error)}`
    throw new ContentError([{ file, line: lineAt(error.pos[0]), message }])
  }
  if (document.contents !== null && !isMap(document.contents)) {
    const message = 'the front matter has to be a list of names and values, such as title: ...'
    throw new ContentError([{ file, line: 2, message }])
  }
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
    file,
    data: (document.toJS() ?? {}) as Record<string, unknown>, // a map, or nothing: both checked above
    markdown: '\n'.repeat(whole.split('\n').length - 1) + content.slice(whole.length),
    lineOf: (path) => findPart(path).line,
    nameOf: (path) => findPart(path).part.join('.'),
  }
}
