import { access, constants } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { createDocumentCache, readRendererFingerprint } from './cache/document-cache.ts'
import {
  type BuildContext,
  type LoadedDocument,
  loadDocument,
  type RenderWatch,
} from './cache/load-document.ts'
import { toIssues } from './content-errors.ts'
import { createNameFinder } from './model/find-name.ts'
import { createPathFinder } from './model/find-path.ts'
import { toLists } from './model/order.ts'
import { toPage, toPost, toProject } from './model/to-documents.ts'
import type { Content, ContentData } from './model/types.ts'
import { createAssets } from './pictures/assets.ts'
import { readRemoteRecord, recordFile } from './pictures/remote-record.ts'
import { type ContentSources, createContentReader } from './read/read-content.ts'
import { withBodies } from './with-bodies.ts'

export interface ContentOptions {
  contentDir: string
  /** Rendered documents and encoded pictures; reused by the next build. */
  cacheDir: string
  /** The project's folder, base of an `include=` that begins with a slash. */
  rootDir: string
  /** Origin without a slash at its end. */
  siteUrl: string
  /** For dates without an offset. */
  timeZone: string
  hasDrafts: boolean
  /** Decides about documents with a date ahead or of expiry. Default: now. */
  now?: Date
}

export type LoadOptions = ContentOptions & { fallbackCacheDir?: string }

/** What the content folder holds, with the bodies. @throws ContentError if there is no such folder */
export async function openContent(options: LoadOptions): Promise<Content> {
  return withBodies(await createContentLoader(options)())
}

/**
 * Returns a function that reads the content folder and renders the documents that are not cached. Each further call reads only what has
 * changed since. Where the cache is read-only and lacks a document, as in a container, `fallbackCacheDir` has all of them.
 */
export function createContentLoader(options: LoadOptions, watch?: RenderWatch) {
  const { cacheDir, fallbackCacheDir = cacheDir } = options
  const load = createLoader(options, watch)
  const loadFromFallback = createLoader({ ...options, cacheDir: fallbackCacheDir }, watch)
  let isFallback = false
  /** @throws ContentError if there is no such folder */
  return async (): Promise<ContentData> => {
    if (isFallback) return loadFromFallback()
    const data = await load()
    isFallback = data.errors.length > 0 && !(await isWritable(cacheDir))
    return isFallback ? loadFromFallback() : data
  }
}

/** Tests the folder, since the error says little: a recursive mkdir on a read-only disk fails with ENOENT. */
function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}

/** Enough to keep a disk busy; more would only need more memory. */
const concurrency = 8

/**
 * Reads the content folder and renders the documents that are not cached. Never uses the network. A file with an error is left out,
 * or shown as far as it could be rendered; see `Content.errors`.
 */
function createLoader(options: ContentOptions, watch?: RenderWatch): () => Promise<ContentData> {
  const { timeZone } = options
  const contentDir = resolve(options.contentDir)
  const cacheDir = resolve(options.cacheDir)
  const rootDir = resolve(options.rootDir)
  const read = createContentReader(contentDir, timeZone)
  const cache = createDocumentCache(cacheDir, contentDir)
  const assets = createAssets(cacheDir)
  const parts = { watch, contentDir, rootDir, cache, assets }
  return async () => load({ ...options, cacheDir }, parts, await read(options.now ?? new Date()))
}

type Parts = Pick<BuildContext, 'watch' | 'contentDir' | 'rootDir' | 'cache' | 'assets'>

async function load(
  { hasDrafts, siteUrl, cacheDir }: ContentOptions,
  parts: Parts,
  sources: ContentSources,
): Promise<ContentData> {
  const { contentDir, rootDir } = parts
  const isShown = (source: { isDraft: boolean }) => hasDrafts || !source.isDraft
  const all = [...sources.posts, ...sources.projects, ...sources.pages].filter(isShown)
  const pathByFile = new Map(all.map(({ file, path }) => [file, path]))
  const findName = createNameFinder(all)
  const findPath = createPathFinder(
    {
      ...sources,
      posts: sources.posts.filter(isShown),
      projects: sources.projects.filter(isShown),
      pages: sources.pages.filter(isShown),
    },
    [join(contentDir, 'public'), join(rootDir, 'public')],
  )
  const remoteErrors: ContentIssue[] = []
  const remote = await readRemoteRecord(contentDir).catch((error: unknown) => {
    remoteErrors.push(...toIssues(error, recordFile))
    return {}
  })
  const build: BuildContext = {
    ...parts,
    fingerprint: await readRendererFingerprint(rootDir, cacheDir),
    remote,
    findPath(target) {
      const name = /^\[\[(.*)\]\]$/.exec(target)?.[1]
      if (name !== undefined) return findName(name)
      return target.startsWith('/') ? findPath(target) : (pathByFile.get(target) ?? null)
    },
    rendered: { count: 0 },
  }

  const results = await mapLimited(all, concurrency, (source) => loadDocument(source, build))
  const loaded = new Map<string, LoadedDocument>()
  for (const [index, { path }] of all.entries()) {
    const document = results[index]?.document
    if (document) loaded.set(path, document)
  }
  const find = (path: string): LoadedDocument => {
    const document = loaded.get(path)
    if (document === undefined) throw new Error(`No document was rendered for ${path}`)
    return document
  }

  const isLoaded = (source: { path: string }) => loaded.has(source.path)
  const projects = sources.projects
    .filter(isLoaded)
    .map((source) => toProject(source, find(source.path), siteUrl))
  const listed = projects.filter(({ isUnlisted }) => !isUnlisted)
  const posts = sources.posts
    .filter(isLoaded)
    .map((source) => toPost(source, find(source.path), siteUrl, listed))
  const pages = sources.pages
    .filter(isLoaded)
    .map((source) => toPage(source, find(source.path), siteUrl))
  return {
    siteUrl,
    cacheDir,
    ...toLists([...posts, ...projects, ...pages]),
    redirects: sources.redirects,
    withdrawn: sources.withdrawn,
    errors: [...sources.errors, ...remoteErrors, ...results.flatMap((result) => result.errors)],
    warnings: [
      ...sources.warnings,
      ...[...loaded.values()].flatMap(({ summary }) => summary.warnings),
    ],
    withheld: sources.withheld,
    changesAt: sources.changesAt,
    renderedCount: build.rendered.count,
    isRead: true,
  }
}

/** Like `Promise.all` over a list, with at most `limit` promises at a time; results in the list's order. */
async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
