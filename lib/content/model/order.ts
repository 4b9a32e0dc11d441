import type { Post, Project } from './types.ts'

/** Newest first. */
export function comparePosts(a: Post, b: Post): number {
  return b.publishedAt.instant.getTime() - a.publishedAt.instant.getTime() || b.ordinal - a.ordinal
}

/** Unfinished first, then the newest. */
export function compareProjects(a: Project, b: Project): number {
  const byState = Number(a.finishedAt !== null) - Number(b.finishedAt !== null)
  const startOf = (project: Project) =>
    (project.startedAt ?? project.publishedAt)?.instant.getTime() ?? 0
  return byState || startOf(b) - startOf(a)
}
