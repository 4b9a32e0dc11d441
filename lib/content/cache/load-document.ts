import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ContentIssue } from '../content-errors.ts'
import type { Assets } from '../pictures/assets.ts'
import type { RemoteRecord } from '../pictures/remote-record.ts'
import type { PhotoSource, Thumbnail } from '../read/photos.ts'
import type { PostResponse } from '../read/responses.ts'
import type { DocumentPicture } from '../render/images.ts'
import type { RenderContext } from '../render/render-context.ts'
import type { DocumentCache, DocumentSummary } from './document-cache.ts'

/** What all documents of one opening share. */
export interface BuildContext {
  contentDir: string
  rootDir: string
  fingerprint: string
  cache: DocumentCache
  assets: Assets
  remote: RemoteRecord
  pathOfFile(file: string): string | null
  /** Documents that had to be rendered, for the build's report. */
  rendered: { count: number }
}

export interface LoadedDocument {
  key: string
  summary: DocumentSummary
  /** The picture that the front matter names. */
  thumbnail: DocumentPicture | null
}

interface DocumentSource {
  file: string
  path: string
  title: string | null
  tagline: string | null
  markdown: string
  thumbnail?: Thumbnail | null
  photos?: readonly PhotoSource[]
  responses?: readonly PostResponse[]
}

/** A document from the cache, or rendered into it. With faults nothing is kept. */
export async function loadDocument(
  source: DocumentSource,
  workshop: BuildContext,
): Promise<{ document: LoadedDocument | null; faults: ContentIssue[] }> {
  const links = new Map<string, string | null>()
  const context: RenderContext = {
    ...workshop,
    file: source.file,
    path: source.path,
    idPrefix: `${source.path.slice(1).replace(/[^a-zA-Z0-9]+/g, '-')}-`,
    pathOfFile(file) {
      const path = workshop.pathOfFile(file)
      links.set(file, path)
      return path
    },
    faults: [],
    warnings: [],
    dependencies: new Set(),
    origins: { images: new Set(), frames: new Set() },
  }
  const thumbnail = await findThumbnail(source, context)
  const key = hashOf(source, workshop)
  const known = await workshop.cache.find(key, workshop.pathOfFile)
  if (known !== null && context.faults.length === 0)
    return { document: { key, summary: known, thumbnail }, faults: [] }

  // Imported only now: a build that finds everything in the cache never loads grammars, Graphviz or parsers.
  const { renderDocument } = await import('../render/render-document.ts')
  const { polishText } = await import('../render/parse-markdown.ts')
  workshop.rendered.count++
  const { html, popoversHtml, feedHtml, text, css, ...rest } = await renderDocument(source, context)
  if (context.faults.length > 0) return { document: null, faults: context.faults }
  const summary: DocumentSummary = {
    ...rest,
    title: source.title && polishText(source.title),
    tagline: source.tagline && polishText(source.tagline),
    stylesheetUrl: css === '' ? null : await workshop.assets.addText('document.css', css),
    origins: { images: [...context.origins.images], frames: [...context.origins.frames] },
    warnings: context.warnings,
  }
  const body = { html, popoversHtml, feedHtml }
  await workshop.cache.put(key, { summary, body, text }, { ...context, links })
  return { document: { key, summary, thumbnail }, faults: [] }
}

/** Everything that a rendering depends on, but for the files that it names itself; those the cache looks after. */
function hashOf(source: DocumentSource, workshop: BuildContext): string {
  const { file, path, title, tagline, markdown, photos = [], responses = [] } = source
  const { fingerprint, remote } = workshop
  const written = [file, path, title, tagline, markdown, photos, responses]
  return createHash('sha256')
    .update(JSON.stringify([fingerprint, remote, ...written]))
    .digest('hex')
    .slice(0, 32)
}

async function findThumbnail(
  { thumbnail }: DocumentSource,
  context: RenderContext,
): Promise<DocumentPicture | null> {
  if (thumbnail == null) return null
  const { src, line } = thumbnail
  const { findFile, isRelative } = await import('../render/find-file.ts')
  const recorded = context.remote[src]
  if (recorded === undefined && !isRelative(src))
    return { url: src, width: null, height: null, alt: '' }
  const path = recorded ? join(context.contentDir, recorded.file) : await findFile(src, context)
  const picture = path === null ? null : await context.assets.addPicture(path).catch(() => null)
  if (picture !== null) {
    const { url, width, height } = picture
    return { url, width, height, alt: '' }
  }
  const message = `thumbnail ${src} isn't there, or is no picture; put one beside this file`
  context.faults.push({ file: context.file, line, message })
  return null
}
