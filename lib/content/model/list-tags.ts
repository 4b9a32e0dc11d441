import type { Content, Post, Tag } from './types.ts'

const maxRelated = 8

/** All tags of the posts, the most used first. For projects, see `listPosts` with `project`. */
export function listTags(content: Content): Tag[] {
  const postsByTag = new Map<string, Post[]>()
  for (const post of content.posts)
    for (const tag of post.tags) {
      const known = postsByTag.get(tag)
      if (known === undefined) postsByTag.set(tag, [post])
      else known.push(post)
    }
  return [...postsByTag]
    .map(([tag, posts]) => ({ tag, path: `/tags/${tag}`, posts, related: listRelated(tag, posts) }))
    .sort((a, b) => b.posts.length - a.posts.length || a.tag.localeCompare(b.tag, 'en'))
}

export function getTag(content: Content, tag: string): Tag | null {
  return listTags(content).find((one) => one.tag === tag) ?? null
}

function listRelated(tag: string, posts: readonly Post[]): string[] {
  const counts = new Map<string, number>()
  for (const other of posts.flatMap((post) => post.tags))
    if (other !== tag) counts.set(other, (counts.get(other) ?? 0) + 1)
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b, 'en'))
    .slice(0, maxRelated)
    .map(([other]) => other)
}
