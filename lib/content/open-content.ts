import { resolve } from 'node:path'
import { mapLimited } from '#lib/core/map-limited.ts'
import { createDocumentCache } from './cache/document-cache.ts'
import { type BuildContext, type LoadedDocument, loadDocument } from './cache/load-document.ts'
import { readRendererFingerprint } from './cache/renderer-fingerprint.ts'
import { ContentError, type ContentIssue } from './content-errors.ts'
import { toPage, toPost, toProject } from './model/to-documents.ts'
import type { Content } from './model/types.ts'
import { assetPrefix, createAssets } from './pictures/assets.ts'
import { readRemoteRecord } from './pictures/remote-record.ts'
import { readContent } from './read/read-content.ts'
import { insertSiteUrl } from './site-placeholder.ts'

export interface ContentOptions {
  contentDir: string
  /** Kept between builds: rendered documents and made pictures. */
  cacheDir: string
  /** The project's folder, from which an include with a slash ahead starts. */
  rootDir: string
  /** Origin without a slash at its end. */
  siteUrl: string
  /** Of dates that are written without an offset. */
  timeZone: string
  hasDrafts: boolean
}

/** Enough to keep a disk busy; more only holds more documents in memory. */
const atOnce = 8

/**
 * Reads the content folder and renders what the cache doesn't have. Never asks the network for anything.
 * @throws ContentError with every fault of every file
 */
export async function openContent(options: ContentOptions): Promise<Content> {
  const { hasDrafts, siteUrl, timeZone } = options
  const contentDir = resolve(options.contentDir)
  const cacheDir = resolve(options.cacheDir)
  const rootDir = resolve(options.rootDir)
  const sources = await readContent(contentDir, timeZone)
  const isShown = (source: { isDraft: boolean }) => hasDrafts || !source.isDraft
  const posts = sources.posts.filter(isShown)
  const projects = sources.projects.filter(isShown)
  const pages = sources.pages.filter(isShown)
  const all = [...posts, ...projects, ...pages]
  const pathByFile = new Map(all.map(({ file, path }) => [file, path]))
  const cache = createDocumentCache(cacheDir, contentDir)
  const workshop: BuildContext = {
    contentDir,
    rootDir,
    fingerprint: await readRendererFingerprint(rootDir, cacheDir),
    cache,
    assets: createAssets(cacheDir),
    remote: await readRemoteRecord(contentDir),
    pathOfFile: (file) => pathByFile.get(file) ?? null,
    rendered: { count: 0 },
  }

  const results = await mapLimited(all, atOnce, (source) => loadDocument(source, workshop))
  const faults: ContentIssue[] = results.flatMap((result) => result.faults)
  if (faults.length > 0) throw new ContentError(faults)
  const loaded = new Map<string, LoadedDocument>()
  for (const [index, { path }] of all.entries()) {
    const document = results[index]?.document
    if (document) loaded.set(path, document)
  }
  const find = (path: string): LoadedDocument => {
    const document = loaded.get(path)
    if (document === undefined) throw new Error(`Nothing was rendered for ${path}`)
    return document
  }

  const shownProjects = projects.map((source) => toProject(source, find(source.path), siteUrl))
  return {
    siteUrl,
    posts: posts
      .map((source) => toPost(source, find(source.path), siteUrl, shownProjects))
      .sort(
        (a, b) =>
          b.publishedAt.instant.getTime() - a.publishedAt.instant.getTime() ||
          b.ordinal - a.ordinal,
      ),
    projects: shownProjects.sort(byNews),
    pages: pages.map((source) => toPage(source, find(source.path), siteUrl)),
    moves: sources.moves,
    warnings: [
      ...sources.warnings,
      ...[...loaded.values()].flatMap(({ summary }) => summary.warnings),
    ],
    assetDirectory: workshop.assets.directory,
    renderedCount: workshop.rendered.count,
    async readBody({ path }) {
      const body = await cache.readBody(find(path).key)
      return { ...body, feedHtml: insertSiteUrl(body.feedHtml, siteUrl) }
    },
    readText: ({ path }) => cache.readText(find(path).key),
    async listUsed() {
      const names = await mapLimited([...loaded.values()], atOnce, ({ key }) =>
        cache.listAssets(key),
      )
      const thumbnails = [...loaded.values()].flatMap(({ thumbnail }) =>
        thumbnail?.url.startsWith(assetPrefix) ? [thumbnail.url.slice(assetPrefix.length)] : [],
      )
      const keys = [...loaded.values()].map(({ key }) => key)
      return { keys, assets: [...new Set([...names.flat(), ...thumbnails])] }
    },
  }
}

function byNews(a: ReturnType<typeof toProject>, b: ReturnType<typeof toProject>): number {
  const open = Number(a.finishedAt !== null) - Number(b.finishedAt !== null)
  const at = (project: typeof a) =>
    (project.startedAt ?? project.publishedAt)?.instant.getTime() ?? 0
  return open || at(b) - at(a)
}
