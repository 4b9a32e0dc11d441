import type { AnyDocument, ContentData, Post, Project } from './types.ts'

export type DocumentLists = Pick<ContentData, 'posts' | 'projects' | 'pages' | 'unlisted'>

/** Newest first. */
function comparePosts(a: Post, b: Post): number {
  return b.publishedAt.instant.getTime() - a.publishedAt.instant.getTime() || b.ordinal - a.ordinal
}

/** Unfinished first, then the newest. */
function compareProjects(a: Project, b: Project): number {
  const byState = Number(a.finishedAt !== null) - Number(b.finishedAt !== null)
  const startOf = (project: Project) =>
    (project.startedAt ?? project.publishedAt)?.instant.getTime() ?? 0
  return byState || startOf(b) - startOf(a)
}

/** The lists that a site shows of its documents. */
export function toLists(documents: readonly AnyDocument[]): DocumentLists {
  const listed = documents.filter(({ isUnlisted }) => !isUnlisted)
  return {
    posts: listed.filter((document) => document.kind === 'post').sort(comparePosts),
    projects: listed.filter((document) => document.kind === 'project').sort(compareProjects),
    pages: listed.filter((document) => document.kind === 'page'),
    unlisted: documents.filter(({ isUnlisted }) => isUnlisted),
  }
}

/** All documents of the lists. */
export function fromLists({ posts, projects, pages, unlisted }: DocumentLists): AnyDocument[] {
  return [posts, projects, pages, unlisted].flat()
}
