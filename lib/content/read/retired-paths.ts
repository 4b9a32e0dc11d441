import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isSeq, LineCounter, parseDocument, type Scalar } from 'yaml'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { leadsOut, outsideMessage } from '#lib/core/leads-out.ts'
import { isSitePath, isWebAddress } from '#lib/core/site-path.ts'
import { explainYamlError } from '#lib/core/yaml-errors.ts'
import { toIssues } from '../content-errors.ts'

/** Paths that no file has any more. */
export interface RetiredPaths {
  /** From `redirects.yaml`: old path to new path or URL. */
  redirects: Map<string, string>
  /** From `withdrawn.yaml`: they get status 410. */
  withdrawn: Set<string>
}

interface Entry {
  key: string
  value: string
  line: number
}

/** Normalises a path: one slash at the beginning, none at the end. */
export function normalisePath(path: string): string {
  return `/${path.replace(/^\/+|(?<!\/)\/+$/g, '')}`
}

/**
 * Reads `redirects.yaml` (`/old: /new`) and `withdrawn.yaml` (a list of paths); both may be absent. An invalid line is left out.
 */
export async function readRetiredPaths(
  contentDir: string,
  taken: readonly { path: string; file: string }[],
): Promise<RetiredPaths & { errors: ContentIssue[] }> {
  const errors: ContentIssue[] = []
  const fileByPath = new Map(taken.map(({ path, file }) => [path, file]))
  const redirects = new Map<string, string>()
  const withdrawn = new Set<string>()
  const check = (file: string, entry: Entry, use: (path: string) => void) => {
    const path = normalisePath(entry.key)
    const owner = fileByPath.get(path)
    const fail = (message: string) => errors.push({ file, line: entry.line, message })
    if (!entry.key.startsWith('/')) fail(`"${entry.key}" has to begin with a slash`)
    else if (owner !== undefined)
      fail(`${path} is still the path of ${owner}; delete this line or that file`)
    else use(path)
  }

  for (const entry of await readEntries(contentDir, 'redirects.yaml', errors))
    check('redirects.yaml', entry, (from) => {
      if (isSitePath(entry.value) || isWebAddress(entry.value)) redirects.set(from, entry.value)
      else
        errors.push({
          file: 'redirects.yaml',
          line: entry.line,
          message: `"${entry.value}" is not a target; write a path that begins with a slash, or a URL`,
        })
    })
  for (const entry of await readEntries(contentDir, 'withdrawn.yaml', errors))
    check('withdrawn.yaml', entry, (path) => withdrawn.add(path))
  return { redirects, withdrawn, errors }
}

async function readEntries(
  contentDir: string,
  file: string,
  errors: ContentIssue[],
): Promise<Entry[]> {
  if (await leadsOut(contentDir, file)) {
    errors.push({ file, line: null, message: outsideMessage })
    return []
  }
  const text = await readFile(join(contentDir, file), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') errors.push(...toIssues(error, file))
      return ''
    },
  )
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' })
  const lineOf = (node: Scalar) => lines.linePos(node.range?.[0] ?? 0).line
  const [error] = document.errors
  if (error !== undefined) {
    const message = `is not YAML: ${explainYamlError(error)}`
    errors.push({ file, line: lines.linePos(error.pos[0]).line, message })
    return []
  }
  const { contents } = document
  // The casts: `/old: /new` and `- /old` are scalars; anything else becomes text that the checks reject.
  if (isMap(contents))
    return contents.items.map(({ key, value }) => ({
      key: String((key as Scalar).value),
      value: String((value as Scalar | null)?.value ?? ''),
      line: lineOf(key as Scalar),
    }))
  if (isSeq(contents))
    return contents.items.map((item) => ({
      key: String((item as Scalar).value),
      value: '',
      line: lineOf(item as Scalar),
    }))
  if (contents === null) return []
  const message = `has to be lines of ${file === 'withdrawn.yaml' ? '- /a/path' : '/old/path: /new/path'}`
  errors.push({ file, line: 1, message })
  return []
}
