import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import type { RenderedDocument } from '../render/render-document.ts'
import { rememberFiles } from './file-memory.ts'
import { findFile } from './prune-cache.ts'
import { writeFileAtomic } from './write-file-atomic.ts'

/** The large part, read from disk when a page or a feed needs it. */
export type DocumentBody = Pick<RenderedDocument, 'html' | 'popoversHtml' | 'feedHtml'>

/** The small part, which lists need of every document; in memory. */
export type DocumentSummary = Omit<RenderedDocument, keyof DocumentBody | 'text' | 'css'> & {
  /** With smart quotes and dashes. */
  title: string | null
  tagline: string | null
  /** Style sheet with rules for this document alone; null for nearly every one. */
  stylesheetUrl: string | null
  /** Origins of frames, which load by a click, for the page's Content-Security-Policy. */
  frameOrigins: string[]
  warnings: ContentIssue[]
}

interface Entry {
  summary: DocumentSummary
  /** Files it was made of, relative to the content folder, with their hashes; null for a file that didn't exist. */
  dependencies: [string, string | null][]
  /** Files and paths of the site that it links to, with their permalinks. */
  links: [string, string | null][]
  assets: string[]
  /** False for a document with an error, which may have a cause outside of its inputs. */
  isComplete: boolean
}

export interface DocumentCache {
  /** With the names of the files in `assets/` that it needs. */
  find(
    key: string,
    findPath: (target: string) => string | null,
  ): Promise<{ summary: DocumentSummary; assets: readonly string[] } | null>
  put(key: string, parts: Parts, inputs: Inputs): Promise<void>
}

interface Parts {
  summary: DocumentSummary
  body: DocumentBody
  /** Plain text for the search. */
  text: string
}

interface Inputs {
  dependencies: Iterable<string>
  links: Iterable<[string, string | null]>
  /** Names of the files in `assets/` that it needs. */
  assets: Iterable<string>
  isComplete: boolean
}

/** Caches rendered documents by the hash of their inputs, and remembers those that it has found. An entry that can't be read counts as a miss. */
export function createDocumentCache(cacheDir: string, contentDir: string): DocumentCache {
  const known = new Map<string, Entry>()
  const readEntry = async (key: string): Promise<Entry | null> => {
    const path = pathOf(cacheDir, key, 'summary')
    if (!(await findFile(path))) return null
    try {
      const entry = known.get(key) ?? (JSON.parse(await readFile(path, 'utf8')) as Entry) // written by put()
      known.set(key, entry)
      return entry
    } catch {
      return null
    }
  }
  const hash = rememberFiles(contentDir, hashFile)

  return {
    async find(key, findPath) {
      const entry = await readEntry(key)
      if (entry === null || !entry.isComplete) return null
      if (entry.links.some(([target, path]) => findPath(target) !== path)) return null
      for (const [file, expected] of entry.dependencies)
        if ((await hash(join(contentDir, file))) !== expected) return null
      for (const name of entry.assets)
        if (!(await findFile(join(cacheDir, 'assets', name)))) return null
      return entry
    },

    async put(key, { summary, body, text }, inputs) {
      const dependencies: Entry['dependencies'] = []
      for (const path of inputs.dependencies)
        dependencies.push([relative(contentDir, path), await hash(path)])
      const { isComplete } = inputs
      const assets = [...inputs.assets]
      const entry: Entry = { summary, dependencies, links: [...inputs.links], assets, isComplete }
      await writeFileAtomic(pathOf(cacheDir, key, 'body'), (path) =>
        writeFile(path, JSON.stringify(body)),
      )
      await writeFileAtomic(pathOf(cacheDir, key, 'text'), (path) =>
        writeFile(path, JSON.stringify(text)),
      )
      // Last, because a summary implies that the other parts exist.
      await writeFileAtomic(pathOf(cacheDir, key, 'summary'), (path) =>
        writeFile(path, JSON.stringify(entry)),
      )
      known.set(key, entry)
    },
  }
}

function pathOf(cacheDir: string, key: string, part: 'summary' | 'body' | 'text'): string {
  return join(cacheDir, 'documents', key.slice(0, 2), `${key}.${part}.json`)
}

export async function readBody(cacheDir: string, key: string): Promise<DocumentBody> {
  return JSON.parse(await readFile(pathOf(cacheDir, key, 'body'), 'utf8')) as DocumentBody // written by put()
}

export async function readText(cacheDir: string, key: string): Promise<string> {
  return JSON.parse(await readFile(pathOf(cacheDir, key, 'text'), 'utf8')) as string // written by put()
}

async function hashFile(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null)
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
}

/**
 * Identifies the renderer: a hash of its sources and of the versions of its dependencies. When it changes, every document is rendered
 * again. In an image without the sources, the fingerprint recorded by the build is used.
 */
export async function readRendererFingerprint(rootDir: string, cacheDir: string): Promise<string> {
  const record = join(cacheDir, 'renderer')
  const folder = join(rootDir, 'lib/content')
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort()
  if (sources.length === 0) return readFile(record, 'utf8').catch(() => 'unknown')
  const hash = createHash('sha256')
  for (const path of [
    ...sources.map((name) => join(folder, name)),
    join(rootDir, 'package-lock.json'),
  ])
    hash.update(await readFile(path).catch(() => ''))
  const fingerprint = hash.digest('hex').slice(0, 16)
  const recorded = await readFile(record, 'utf8').catch(() => null)
  // An image's disk is read-only, and has the record already.
  if (recorded !== fingerprint)
    await writeFileAtomic(record, (path) => writeFile(path, fingerprint)).catch(() => {})
  return fingerprint
}
