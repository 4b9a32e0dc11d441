import type { LoadedDocument } from '../cache/load-document.ts'
import type { PageSource } from '../read/page-source.ts'
import type { PlacedPost } from '../read/permalinks.ts'
import type { ProjectSource } from '../read/project-source.ts'
import { buildToc } from './table-of-contents.ts'
import type { Document, Page, Post, Project, ProjectRef } from './types.ts'

type Source = { path: string; file: string; isDraft: boolean }

export function toPost(
  source: PlacedPost,
  loaded: LoadedDocument,
  siteUrl: string,
  projects: readonly Project[],
): Post {
  const { date, ordinal, name, tags, publishedAt, updatedAt } = source
  const { responses, syndicationUrls, location } = source
  const { title } = loaded.summary
  const label = title ?? (loaded.summary.opening || nameWordless(source))
  const refs = source.projects.map((slug): ProjectRef => {
    const project = projects.find((one) => one.slug.toLowerCase() === slug)
    return {
      slug: project?.slug ?? slug,
      title: project?.title ?? slug,
      path: project?.path ?? null,
    }
  })
  const own = { kind: 'post', title, label, date, ordinal, name, tags, projects: refs } as const
  const around = { responses, syndicationUrls, location }
  return { ...toDocument(source, loaded, siteUrl), ...own, ...around, publishedAt, updatedAt }
}

/** A like, or a picture: what lists call a post that has neither title nor text. */
function nameWordless({ responses: [response], photos: [photo], date }: PlacedPost): string {
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
  const { path, file, isDraft } = source
  const { tagline, excerptHtml, excerptText, minutes, words, headings, pictures } = loaded.summary
  const { stylesheetUrl, origins } = loaded.summary
  return {
    path,
    url: siteUrl + path,
    file,
    isDraft,
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
    origins,
  }
}
