import type { Content, Post, Project, Tag } from './types.ts'

const maxRelated = 8

/** All tags of posts and projects, the most used first. For the posts of a project, see `listPosts`. */
export function listTags(content: Content): Tag[] {
  const tagged = new Map<string, { posts: Post[]; projects: Project[] }>()
  for (const document of [...content.posts, ...content.projects])
    for (const tag of document.tags) {
      const known = tagged.get(tag) ?? { posts: [], projects: [] }
      tagged.set(tag, known)
      if (document.kind === 'post') known.posts.push(document)
      else known.projects.push(document)
    }
  return [...tagged]
    .map(([tag, { posts, projects }]) => {
      const count = posts.length + projects.length
      const related = listRelated(tag, [...posts, ...projects])
      return { tag, path: `/tags/${encodeURIComponent(tag)}`, posts, projects, count, related }
    })
    .sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag, 'en'))
}

export function getTag(content: Content, tag: string): Tag | null {
  return listTags(content).find((one) => one.tag === tag) ?? null
}

function listRelated(tag: string, documents: readonly { tags: readonly string[] }[]): string[] {
  const counts = new Map<string, number>()
  for (const other of documents.flatMap(({ tags }) => tags))
    if (other !== tag) counts.set(other, (counts.get(other) ?? 0) + 1)
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b, 'en'))
    .slice(0, maxRelated)
    .map(([other]) => other)
}
