import type { Content, Document, DocumentBody, Page, Post, Project } from './types.ts'

/** Finds a document by its path, without a slash at the end, also one that is in no list; null if none has it. */
export function findDocument(content: Content, path: string): Post | Project | Page | null {
  const { posts, projects, pages, unlisted } = content
  for (const documents of [posts, projects, pages, unlisted]) {
    const found = documents.find((one) => one.path === path)
    if (found !== undefined) return found
  }
  return null
}

/** Gets a post with its text by its path; null if no post has it. */
export async function getPost(
  content: Content,
  path: string,
): Promise<(Post & DocumentBody) | null> {
  const found = findDocument(content, path)
  return found?.kind === 'post' ? withBody(content, found) : null
}

export async function getProject(
  content: Content,
  slug: string,
): Promise<(Project & DocumentBody) | null> {
  const found = findDocument(content, `/projects/${slug}`)
  return found?.kind === 'project' ? withBody(content, found) : null
}

/** Gets a page with its text by its path, such as `/now`. */
export async function getPage(
  content: Content,
  path: string,
): Promise<(Page & DocumentBody) | null> {
  const found = findDocument(content, path)
  return found?.kind === 'page' ? withBody(content, found) : null
}

async function withBody<T extends Document>(
  content: Content,
  document: T,
): Promise<T & DocumentBody> {
  return { ...document, ...(await content.readBody(document)) }
}
