import { createHash } from 'node:crypto'
import { printPagePath } from '#lib/api/paths.ts'
import type { Content, Post, Project } from '#lib/content/model/types.ts'
import type { PublicPage } from '#lib/web-mentions/send/note-changes.ts'
import type { PublicNote } from '#lib/web-mentions/send/ports.ts'

/** @returns the links of a page's HTML to other sites, and of these URLs, which the page links to as well */
export type ReadLinks = (html: string, urls: readonly string[]) => Promise<string[]>

/** The pages whose links other sites may be told of. An unlisted one is for those who know its address. */
export function listPublicPages(
  content: Content,
  notes: readonly PublicNote[],
  readLinks: ReadLinks,
): PublicPage[] {
  const documents = [...content.posts, ...content.projects].filter(({ isDraft }) => !isDraft)
  return [
    ...documents.map((document) => ({
      source: document.path,
      version: document.cacheKey,
      read: () => readDocument(content, document, readLinks),
    })),
    ...notes.map(({ printerId, number, name, html }) => ({
      source: printPagePath(printerId, number),
      version: createHash('sha256')
        .update(JSON.stringify([name, html]))
        .digest('hex'),
      read: async () => ({ words: `${name} ${html}`, links: await readLinks(html, []) }),
    })),
  ]
}

async function readDocument(content: Content, document: Post | Project, readLinks: ReadLinks) {
  const [{ html }, text] = await Promise.all([
    content.readBody(document),
    content.readText(document),
  ])
  const title = document.kind === 'post' ? document.label : document.title
  const responses = document.kind === 'post' ? document.responses : []
  const urls =
    document.kind === 'post'
      ? responses.map(({ url }) => url)
      : [...document.siteUrls, ...document.sourceUrls]
  return {
    words: [title, document.tagline, text, ...responses.map(({ kind }) => kind)].join('\n'),
    links: await readLinks(html, urls),
  }
}
