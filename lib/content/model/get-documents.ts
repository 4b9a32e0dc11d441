import type { Content, Document, DocumentBody, Page, Post, Project } from './types.ts'

/** A post with its text by its permalink, without a slash at its end; null where there is none. */
export function getPost(content: Content, path: string): Promise<(Post & DocumentBody) | null> {
  return withBody(
    content,
    content.posts.find((post) => post.path === path),
  )
}

export function getProject(
  content: Content,
  slug: string,
): Promise<(Project & DocumentBody) | null> {
  return withBody(
    content,
    content.projects.find((project) => project.slug === slug),
  )
}

/** A page by its path, such as `/now`. */
export function getPage(content: Content, path: string): Promise<(Page & DocumentBody) | null> {
  return withBody(
    content,
    content.pages.find((page) => page.path === path),
  )
}

/** Posts with their text, in the given order: what feeds are made of. */
export function getBodies(
  content: Content,
  posts: readonly Post[],
): Promise<(Post & DocumentBody)[]> {
  return Promise.all(posts.map(async (post) => ({ ...post, ...(await content.readBody(post)) })))
}

async function withBody<T extends Document>(
  content: Content,
  document: T | undefined,
): Promise<(T & DocumentBody) | null> {
  if (document === undefined) return null
  return { ...document, ...(await content.readBody(document)) }
}
