import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isSeq, LineCounter, parseDocument, type Scalar } from 'yaml'
import { ContentError, type ContentIssue } from '../content-errors.ts'
import { explainYamlError } from './yaml-errors.ts'

/** What became of addresses that no file answers any more. */
export interface Redirects {
  /** From `redirects.yaml`: old path to new path or address. */
  redirects: Map<string, string>
  /** From `withdrawn.yaml`: answered with 410. */
  withdrawn: Set<string>
}

interface Entry {
  key: string
  value: string
  line: number
}

/** One spelling for a path: a slash ahead, none behind. */
export function normalisePath(path: string): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}`
}

/**
 * Reads `redirects.yaml` (`/old: /new`) and `withdrawn.yaml` (a list of paths); both may be absent.
 * @throws ContentError with every faulty line
 */
export async function readRedirects(
  contentDir: string,
  taken: readonly { path: string; file: string }[],
): Promise<Redirects> {
  const faults: ContentIssue[] = []
  const fileAt = new Map(taken.map(({ path, file }) => [path, file]))
  const redirects = new Map<string, string>()
  const withdrawn = new Set<string>()
  const check = (file: string, entry: Entry, use: (path: string) => void) => {
    const path = normalisePath(entry.key)
    const owner = fileAt.get(path)
    const fault = (message: string) => faults.push({ file, line: entry.line, message })
    if (!entry.key.startsWith('/')) fault(`"${entry.key}" has to begin with a slash`)
    else if (owner !== undefined)
      fault(`${path} is still answered by ${owner}; delete one of the two`)
    else use(path)
  }

  for (const entry of await readEntries(contentDir, 'redirects.yaml', faults))
    check('redirects.yaml', entry, (from) => {
      if (/^(\/|https?:\/\/)/.test(entry.value)) redirects.set(from, entry.value)
      else
        faults.push({
          file: 'redirects.yaml',
          line: entry.line,
          message: `"${entry.value}" is no target; write a path with a slash ahead, or an address`,
        })
    })
  for (const entry of await readEntries(contentDir, 'withdrawn.yaml', faults))
    check('withdrawn.yaml', entry, (path) => withdrawn.add(path))
  if (faults.length > 0) throw new ContentError(faults)
  return { redirects, withdrawn }
}

async function readEntries(
  contentDir: string,
  file: string,
  faults: ContentIssue[],
): Promise<Entry[]> {
  const text = await readFile(join(contentDir, file), 'utf8').catch(absent)
  if (text === null) return []
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' })
  const lineOf = (node: Scalar) => lines.linePos(node.range?.[0] ?? 0).line
  const [error] = document.errors
  if (error !== undefined) {
    const message = `is no YAML: ${explainYamlError(error)}`
    faults.push({ file, line: lines.linePos(error.pos[0]).line, message })
    return []
  }
  const { contents } = document
  // The casts: `/old: /new` and `- /old` hold scalars; anything else turns into text that no check lets pass.
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
  faults.push({ file, line: 1, message })
  return []
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
