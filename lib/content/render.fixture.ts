import { type ContentFolder, writeContentFolder } from './content-folder.fixture.ts'
import { getPost } from './model/get-documents.ts'
import type { Content, DocumentBody, Post } from './model/types.ts'

const frontMatter = '---\ntitle: A post\ndate: 2021-02-07 02:37:00-08:00\n---\n'

/** Line of the file on which the Markdown given to `renderPost` begins. */
export const firstLine = 5

/** Renders one post with this Markdown, with these files in the content folder. */
export async function renderPost(
  markdown: string,
  files: Record<string, string | Buffer> = {},
): Promise<Post & DocumentBody & { content: Content; folder: ContentFolder }> {
  const folder = await writeContentFolder({ 'blog/post.md': frontMatter + markdown, ...files })
  const content = await folder.open()
  const post = await getPost(content, '/2021/02/07/0/post')
  if (post === null) throw new Error('The post has no permalink')
  return { ...post, content, folder }
}

/** The error message of a build that fails. */
export async function renderError(
  markdown: string,
  files: Record<string, string | Buffer> = {},
): Promise<string> {
  try {
    await renderPost(markdown, files)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('The build succeeded')
}
