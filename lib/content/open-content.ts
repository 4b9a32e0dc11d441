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
import { comparePosts, compareProjects } from './model/order.ts'
import { toPage, toPost, toProject } from './model/to-documents.ts'
import type { Content, ContentData } from './model/types.ts'
import { createAssets } from './pictures/assets.ts'
import { readRemoteRecord, recordFile } from './pictures/remote-record.ts'
import { readContent } from './read/read-content.ts'
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

/** What the content folder holds, with the bodies. @throws what `loadContent` throws */
export async function openContent(options: LoadOptions): Promise<Content> {
  return withBodies(await loadContent(options))
}

/**
 * Like `openContent`, without the bodies. Where the cache is read-only and lacks a document, as in a container, `fallbackCacheDir` has
 * all of them.
 */
export async function loadContent(options: LoadOptions, watch?: RenderWatch): Promise<ContentData> {
  const { cacheDir, fallbackCacheDir } = options
  const data = await load(options, watch)
  const isSufficient = data.errors.length === 0 || fallbackCacheDir === undefined
  if (isSufficient || (await isWritable(cacheDir))) return data
  return load({ ...options, cacheDir: fallbackCacheDir }, watch)
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
 * @throws ContentError if there is no such folder
 */
async function load(options: ContentOptions, watch?: RenderWatch): Promise<ContentData> {
  const { hasDrafts, siteUrl, timeZone, now = new Date() } = options
  const contentDir = resolve(options.contentDir)
  const cacheDir = resolve(options.cacheDir)
  const rootDir = resolve(options.rootDir)
  const sources = await readContent(contentDir, timeZone, now)
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
  const cache = createDocumentCache(cacheDir, contentDir)
  const remoteErrors: ContentIssue[] = []
  const remote = await readRemoteRecord(contentDir).catch((error: unknown) => {
    remoteErrors.push(...toIssues(error, recordFile))
    return {}
  })
  const build: BuildContext = {
    watch,
    contentDir,
    rootDir,
    fingerprint: await readRendererFingerprint(rootDir, cacheDir),
    cache,
    assets: createAssets(cacheDir),
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
  const allProjects = sources.projects
    .filter(isLoaded)
    .map((source) => toProject(source, find(source.path), siteUrl))
    .sort(compareProjects)
  const projects = allProjects.filter(isListed)
  const allPosts = sources.posts
    .filter(isLoaded)
    .map((source) => toPost(source, find(source.path), siteUrl, projects))
    .sort(comparePosts)
  const allPages = sources.pages
    .filter(isLoaded)
    .map((source) => toPage(source, find(source.path), siteUrl))
  return {
    siteUrl,
    cacheDir,
    posts: allPosts.filter(isListed),
    projects,
    pages: allPages.filter(isListed),
    unlisted: [...allPosts, ...allProjects, ...allPages].filter(({ isUnlisted }) => isUnlisted),
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

function isListed({ isUnlisted }: { isUnlisted: boolean }): boolean {
  return !isUnlisted
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
