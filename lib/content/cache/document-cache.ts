import { createHash } from 'node:crypto'
import { access, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { ContentWarning } from '../content-errors.ts'
import { assetPrefix } from '../pictures/assets.ts'
import type { RenderedDocument } from '../render/render-document.ts'
import { writeFileAtomic } from './write-file-atomic.ts'

/** The heavy part, read when a page or a feed asks for it. */
export type DocumentBody = Pick<RenderedDocument, 'html' | 'popoversHtml' | 'feedHtml'>

/** The light part, which lists and neighbours need of every document. */
export type DocumentSummary = Omit<RenderedDocument, keyof DocumentBody | 'text' | 'css'> & {
  /** With the quotes and dashes of the text. */
  title: string | null
  tagline: string | null
  /** Rules of this document alone, where it has any. */
  stylesheetUrl: string | null
  /** Origins that the page asks by itself, for its Content-Security-Policy. */
  origins: { images: string[]; frames: string[] }
  warnings: ContentWarning[]
}

interface Entry {
  summary: DocumentSummary
  /** Files it was made of, relative to the content folder, with their hashes; null for one that wasn't there. */
  dependencies: [string, string | null][]
  /** Addresses of other documents that it links to. */
  links: [string, string | null][]
  assets: string[]
}

export interface DocumentCache {
  find(key: string, pathOfFile: (file: string) => string | null): Promise<DocumentSummary | null>
  put(key: string, parts: Parts, made: Made): Promise<void>
  readBody(key: string): Promise<DocumentBody>
  readText(key: string): Promise<string>
  /** Names of the files below `assets/` that a document needs. */
  listAssets(key: string): Promise<string[]>
}

interface Parts {
  summary: DocumentSummary
  body: DocumentBody
  /** Read by the search alone, which would otherwise take every page apart. */
  text: string
}

interface Made {
  dependencies: Iterable<string>
  links: Iterable<[string, string | null]>
}

/** Rendered documents by the hash of all that they were made of. Whatever can't be read is simply made again. */
export function createDocumentCache(cacheDir: string, contentDir: string): DocumentCache {
  const pathOf = (key: string, part: string) =>
    join(cacheDir, 'documents', key.slice(0, 2), `${key}.${part}.json`)
  const assetExists = (name: string) =>
    access(join(cacheDir, 'assets', name)).then(
      () => true,
      () => false,
    )
  const readEntry = async (key: string): Promise<Entry | null> => {
    try {
      return JSON.parse(await readFile(pathOf(key, 'summary'), 'utf8')) as Entry // put() alone writes it
    } catch {
      return null
    }
  }

  return {
    async find(key, pathOfFile) {
      const entry = await readEntry(key)
      if (entry === null) return null
      if (entry.links.some(([file, path]) => pathOfFile(file) !== path)) return null
      for (const [file, hash] of entry.dependencies)
        if ((await hashFile(join(contentDir, file))) !== hash) return null
      for (const name of entry.assets) if (!(await assetExists(name))) return null
      return entry.summary
    },

    async put(key, { summary, body, text }, made) {
      const dependencies: Entry['dependencies'] = []
      for (const path of made.dependencies)
        dependencies.push([relative(contentDir, path), await hashFile(path)])
      const html = JSON.stringify(body)
      const assets = findAssets(html + JSON.stringify(summary))
      const entry: Entry = { summary, dependencies, links: [...made.links], assets }
      await writeFileAtomic(pathOf(key, 'body'), (path) => writeFile(path, html))
      await writeFileAtomic(pathOf(key, 'text'), (path) => writeFile(path, JSON.stringify(text)))
      // Last, since a summary promises the others.
      await writeFileAtomic(pathOf(key, 'summary'), (path) =>
        writeFile(path, JSON.stringify(entry)),
      )
    },

    async readBody(key) {
      return JSON.parse(await readFile(pathOf(key, 'body'), 'utf8')) as DocumentBody // put() alone writes it
    },

    async readText(key) {
      return JSON.parse(await readFile(pathOf(key, 'text'), 'utf8')) as string // put() alone writes it
    },

    async listAssets(key) {
      return (await readEntry(key))?.assets ?? []
    },
  }
}

async function hashFile(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null)
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
}

function findAssets(text: string): string[] {
  const names = text.matchAll(new RegExp(`${assetPrefix}([a-zA-Z0-9._-]+)`, 'g'))
  return [...new Set([...names].map(([, name = '']) => name))]
}
