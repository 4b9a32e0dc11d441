import type { LoadedDocument } from '../cache/load-document.ts'
import type { PageSource } from '../read/page-source.ts'
import type { PlacedPost } from '../read/permalinks.ts'
import type { ProjectSource } from '../read/project-source.ts'
import type { Heading } from '../render/headings.ts'
import type { Document, Page, Post, Project, ProjectRef, TocEntry } from './types.ts'

type Source = { path: string; file: string; isDraft: boolean; isUnlisted: boolean }

/** Shorter documents need no table of contents. */
const minTocHeadings = 3

export function toPost(
  source: PlacedPost,
  loaded: LoadedDocument,
  siteUrl: string,
  projects: readonly Project[],
): Post {
  const { markdown: _markdown, thumbnail: _thumbnail, photos: _photos, ...own } = source
  const { title } = loaded.summary
  const label = title ?? (loaded.summary.opening || labelWithoutText(source))
  const refs = source.projects.map((slug): ProjectRef => {
    const project = projects.find((one) => one.slug.toLowerCase() === slug)
    return {
      slug: project?.slug ?? slug,
      title: project?.title ?? slug,
      path: project?.path ?? null,
    }
  })
  const document = toDocument(source, loaded, siteUrl)
  return { ...own, ...document, kind: 'post', title, label, projects: refs }
}

/** The label of a post that has neither title nor text, such as a like or a photo. */
function labelWithoutText({ responses: [response], photos: [photo], date }: PlacedPost): string {
  if (response !== undefined) return `${response.verb} ${response.label}`
  return photo?.alt || date
}

export function toProject(source: ProjectSource, loaded: LoadedDocument, siteUrl: string): Project {
  const { markdown: _markdown, thumbnail: _thumbnail, ...own } = source
  const title = loaded.summary.title ?? own.title
  return { ...own, ...toDocument(source, loaded, siteUrl), kind: 'project', title }
}

export function toPage(source: PageSource, loaded: LoadedDocument, siteUrl: string): Page {
  const title = loaded.summary.title ?? source.title
  const { updatedAt } = source
  return { ...toDocument(source, loaded, siteUrl), kind: 'page', title, updatedAt }
}

function toDocument(source: Source, loaded: LoadedDocument, siteUrl: string): Document {
  const { path, file, isDraft, isUnlisted } = source
  const { tagline, excerptHtml, excerptText, minutes, words, headings, pictures } = loaded.summary
  const { stylesheetUrl, frameOrigins } = loaded.summary
  return {
    path,
    url: new URL(path, siteUrl).href,
    file,
    isDraft,
    isUnlisted,
    tagline,
    excerptHtml,
    excerptText,
    minutes,
    words,
    headings,
    toc: buildToc(headings),
    pictures,
    cover: loaded.thumbnail ?? pictures[0] ?? null,
    stylesheetUrl,
    frameOrigins,
    cacheKey: loaded.key,
    assetStems: loaded.stems,
  }
}

/** Nests the headings. One that skips a level becomes a child of the nearest heading above it. */
function buildToc(headings: readonly Heading[]): TocEntry[] {
  if (headings.length < minTocHeadings) return []
  const root: TocEntry = { id: '', text: '', children: [] }
  const open: { depth: number; entry: TocEntry }[] = [{ depth: 0, entry: root }]
  for (const { id, text, depth } of headings) {
    const entry = { id, text, children: [] }
    while ((open.at(-1)?.depth ?? 0) >= depth) open.pop()
    open.at(-1)?.entry.children.push(entry)
    open.push({ depth, entry })
  }
  return root.children
}
