import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ContentIssue } from '#lib/core/content-issue.ts'
import { ContentError, toIssues } from '../content-errors.ts'
import { type Assets, assetPrefix, recordAssets } from '../pictures/assets.ts'
import type { RemoteRecord } from '../pictures/remote-record.ts'
import type { PhotoSource, Thumbnail } from '../read/fields.ts'
import type { PostResponse } from '../read/responses.ts'
import type { DocumentPicture } from '../render/images.ts'
import type { RenderContext } from '../render/render-context.ts'
import type { DocumentCache, DocumentSummary } from './document-cache.ts'
import { getStem } from './prune-cache.ts'

/** For a process that is ended when one document keeps it from doing anything else. */
export interface RenderWatch {
  /** Keys of documents that have done so; they are left out with an error. */
  tooSlow: ReadonlySet<string>
  /** Waits for its turn. The function that it returns ends the turn. */
  begin(key: string): Promise<() => void>
}

/** Shared by all documents of one `openContent`. */
export interface BuildContext {
  watch?: RenderWatch | undefined
  contentDir: string
  rootDir: string
  fingerprint: string
  cache: DocumentCache
  assets: Assets
  remote: RemoteRecord
  findPath(target: string): string | null
  /** Number of documents rendered, for the build's report. */
  rendered: { count: number }
}

export interface LoadedDocument {
  key: string
  summary: DocumentSummary
  /** The picture that the front matter names. */
  thumbnail: DocumentPicture | null
  /** Of the files in `assets/` that it needs; see `getStem`. */
  stems: readonly string[]
}

interface DocumentSource {
  file: string
  path: string
  title: string | null
  tagline: string | null
  markdown: string
  hasMath: boolean | null
  thumbnail?: Thumbnail | null
  photos?: readonly PhotoSource[]
  responses?: readonly PostResponse[]
}

/**
 * Loads a document from the cache, or renders it and caches it. One with errors is rendered as far as possible, and again the next
 * time. `document` is null if nothing could be rendered.
 */
export async function loadDocument(
  source: DocumentSource,
  build: BuildContext,
): Promise<{ document: LoadedDocument | null; errors: ContentIssue[] }> {
  const links = new Map<string, string | null>()
  const context: RenderContext = {
    ...build,
    file: source.file,
    path: source.path,
    hasMath: source.hasMath,
    idPrefix: `${source.path.slice(1).replace(/[^a-zA-Z0-9]+/g, '-')}-`,
    findPath(target) {
      const path = build.findPath(target)
      links.set(target, path)
      return path
    },
    css: [],
    errors: [],
    warnings: [],
    dependencies: new Set(),
    frameOrigins: new Set(),
  }
  try {
    return { document: await loadWith(context, links, source, build), errors: context.errors }
  } catch (error) {
    return { document: null, errors: [...context.errors, ...toIssues(error, source.file)] }
  }
}

async function loadWith(
  context: RenderContext,
  links: Map<string, string | null>,
  source: DocumentSource,
  build: BuildContext,
): Promise<LoadedDocument> {
  const thumbnail = await loadThumbnail(source, context)
  const key = createKey(source, build)
  const cached = await build.cache.find(key, build.findPath)
  const ofThumbnail = thumbnail?.url.startsWith(assetPrefix)
    ? [thumbnail.url.slice(assetPrefix.length)]
    : []
  if (cached !== null && context.errors.length === 0)
    return { key, thumbnail, summary: cached.summary, stems: listStems(cached.assets, ofThumbnail) }

  if (build.watch?.tooSlow.has(key))
    throw new ContentError([{ file: source.file, line: null, message: tooSlowError }])
  const end = await build.watch?.begin(key)
  try {
    return await renderNew(context, links, source, build, { key, thumbnail, ofThumbnail })
  } finally {
    end?.()
  }
}

const tooSlowError =
  'takes too long to render; divide it, or make its diagrams and formulas simpler'

async function renderNew(
  context: RenderContext,
  links: Map<string, string | null>,
  source: DocumentSource,
  build: BuildContext,
  found: { key: string; thumbnail: DocumentPicture | null; ofThumbnail: readonly string[] },
): Promise<LoadedDocument> {
  const { key, thumbnail, ofThumbnail } = found
  // Imported only now: a build that finds everything in the cache never loads grammars, Graphviz or parsers.
  const { renderDocument } = await import('../render/render-document.ts')
  const { polishText } = await import('../render/parse-markdown.ts')
  build.rendered.count++
  // Recorded, not searched for in the HTML: a text may contain the path of a file that never existed.
  const { assets, used } = recordAssets(build.assets)
  const rendered = await renderDocument(source, { ...context, assets })
  const { html, popoversHtml, feedHtml, text, css, ...rest } = rendered
  const summary: DocumentSummary = {
    ...rest,
    title: source.title && polishText(source.title),
    tagline: source.tagline && polishText(source.tagline),
    stylesheetUrl: css === '' ? null : await assets.addText('document.css', css),
    frameOrigins: [...context.frameOrigins],
    warnings: context.warnings,
  }
  const body = { html, popoversHtml, feedHtml }
  const isComplete = context.errors.length === 0
  await build.cache.put(
    key,
    { summary, body, text },
    { ...context, links, assets: used, isComplete },
  )
  return { key, summary, thumbnail, stems: listStems(used, ofThumbnail) }
}

function listStems(...names: Iterable<string>[]): string[] {
  return [...new Set(names.flatMap((some) => [...some].map(getStem)))]
}

/** Hash of all inputs except the files that the document names, which the cache checks. */
function createKey(source: DocumentSource, build: BuildContext): string {
  const { file, path, title, tagline, markdown, hasMath, photos = [], responses = [] } = source
  const { fingerprint, remote } = build
  const inputs = [
    fingerprint,
    remote,
    file,
    path,
    title,
    tagline,
    markdown,
    hasMath,
    photos,
    responses,
  ]
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32)
}

async function loadThumbnail(
  { thumbnail }: DocumentSource,
  context: RenderContext,
): Promise<DocumentPicture | null> {
  if (thumbnail == null) return null
  const { src, line } = thumbnail
  const { findFile, isRelative } = await import('../render/links.ts')
  const recorded = context.remote[src]
  if (recorded === undefined && !isRelative(src))
    return { url: src, width: null, height: null, alt: '' }
  const path = recorded ? join(context.contentDir, recorded.file) : await findFile(src, context)
  const picture = path === null ? null : await context.assets.addPicture(path).catch(() => null)
  if (picture !== null) {
    const { url, width, height } = picture
    return { url, width, height, alt: '' }
  }
  const message = `thumbnail ${src} doesn't exist or is not a picture; put one next to this file`
  context.errors.push({ file: context.file, line, message })
  return null
}
