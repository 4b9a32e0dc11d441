import type { Content, Document, DocumentBody, Page, Post, Project } from './types.ts'

/** Gets a post with its text by its path, without a slash at the end; null if no post has it. */
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

/** Gets a page with its text by its path, such as `/now`. */
export function getPage(content: Content, path: string): Promise<(Page & DocumentBody) | null> {
  return withBody(
    content,
    content.pages.find((page) => page.path === path),
  )
}

async function withBody<T extends Document>(
  content: Content,
  document: T | undefined,
): Promise<(T & DocumentBody) | null> {
  if (document === undefined) return null
  return { ...document, ...(await content.readBody(document)) }
}
