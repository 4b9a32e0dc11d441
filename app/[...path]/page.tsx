import type { Metadata } from 'next'
import { permanentRedirect } from 'next/navigation'
import { DocumentPage } from '#components/blog/document-page.tsx'
import { PostPage } from '#components/blog/post-page.tsx'
import { PageOptionsMeta } from '#components/layout/page-options.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { findDocument, getPage, getPost } from '#lib/content/model/get-documents.ts'
import { getNeighbours, listRelatedPosts, listYears } from '#lib/content/model/list-posts.ts'
import { resolveRoute } from '#lib/content/model/resolve-route.ts'
import { untilContentChanges } from '#lib/core/page-options.ts'
import { describeDocument } from '../content-metadata.ts'
import { listMentions } from '../list-mentions.ts'
import { getNotFoundMetadata, NotFoundPage } from '../not-found-page.tsx'
import { showPrints } from '../show-prints.ts'

/*
 * Every permalink of the content folder: posts, pages, and redirects. Rendered on request from memory and cached by the server: a
 * thousand posts cost the build nothing, and `CONTENT_DIR` and `SITE_URL` are read at start.
 */
export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ path: string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const content = await getContent()
  const path = await getPath(params)
  const document = findDocument(content, path)
  if (document === null) return getNotFoundMetadata(content, path)
  if (document.kind !== 'post') return describeDocument(document, { title: document.title })
  const { publishedAt, updatedAt, tags } = document
  const article = { publishedAt: publishedAt.text, updatedAt: updatedAt?.text ?? null, tags }
  return describeDocument(document, { title: document.label, article })
}

export default async function ContentPage({ params }: Props) {
  const content = await getContent()
  const path = await getPath(params)
  const post = await showPrints(await getPost(content, path))
  if (post !== null)
    return (
      <PostPage
        mentions={await listMentions(post.path)}
        post={post}
        related={listRelatedPosts(content, post)}
        siteUrl={content.siteUrl}
        {...getNeighbours(content, post)}
      />
    )
  const page = await showPrints(await getPage(content, path))
  if (page !== null) return <DocumentPage page={page} />
  // A visitor may shorten a permalink to its year, month or day.
  const [, year] = /^\/(\d{4})(?:\/\d{1,2}){0,2}$/.exec(path) ?? []
  if (year !== undefined && listYears(content).some((one) => one.year === Number(year)))
    permanentRedirect(`/blog/${year}`)
  if (isFile(path) && resolveRoute(content, path) === null)
    return <PageOptionsMeta options={{ status: 404, isMissingFile: true }} />
  const isPermalink = /^\/\d{4}(?:\/|$)/.test(path)
  return (
    <NotFoundPage
      cache={isPermalink ? untilContentChanges : undefined}
      content={content}
      path={path}
    />
  )
}

async function getPath(params: Props['params']): Promise<string> {
  const { path } = await params
  return `/${path.map(decode).join('/')}`
}

/** A path with a file's extension, such as an icon that some browser expects or a script that scanners look for. */
function isFile(path: string): boolean {
  return /\.(?!html?$)[a-z][a-z0-9]{0,10}$/i.test(path)
}

/** Next passes the path percent-encoded. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
