import { afterEach } from 'vitest'
import { getPost } from './model/get-documents.ts'
import type { Content, DocumentBody, Post } from './model/types.ts'
import { type Desk, setDesk } from './open-content.fixture.ts'

const desks: Desk[] = []
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.clear()))
})

const frontMatter = '---\ntitle: A post\ndate: 2021-02-07 02:37:00-08:00\n---\n'

/** Line of the file on which the Markdown given to `renderPost` begins. */
export const firstLine = 5

/** One post of this Markdown, with these files beside it, as the site would show it. */
export async function renderPost(
  markdown: string,
  files: Record<string, string | Buffer> = {},
): Promise<Post & DocumentBody & { content: Content; desk: Desk }> {
  const desk = await setDesk({ 'blog/post.md': frontMatter + markdown, ...files })
  desks.push(desk)
  const content = await desk.open()
  const post = await getPost(content, '/2021/02/07/0/post')
  if (post === null) throw new Error('The post has no permalink')
  return { ...post, content, desk }
}

/** What a build that can't be done says. */
export async function renderIssue(
  markdown: string,
  files: Record<string, string | Buffer> = {},
): Promise<string> {
  try {
    await renderPost(markdown, files)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('There was no fault')
}
