import type { Metadata } from 'next'
import { formatTag } from '#components/blog/format-tag.ts'
import { TagPage } from '#components/blog/tag-page.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { getTag } from '#lib/content/model/list-tags.ts'
import { untilContentChanges } from '#lib/core/page-options.ts'
import { getNotFoundMetadata, NotFoundPage } from '../../not-found-page.tsx'
import { describePage } from '../../page-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ tag: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const tag = decodeURIComponent((await params).tag)
  const content = await getContent()
  if (getTag(content, tag) === null) return getNotFoundMetadata(content, `/tags/${tag}`)
  return describePage({
    path: `/tags/${encodeURIComponent(tag)}`,
    title: `Tagged ${formatTag(tag)}`,
    description: `Everything about ${formatTag(tag)}.`,
  })
}

export default async function PostsOfTag({ params }: Props) {
  const name = decodeURIComponent((await params).tag)
  const content = await getContent()
  const tag = getTag(content, name)
  if (tag === null)
    return <NotFoundPage cache={untilContentChanges} content={content} path={`/tags/${name}`} />
  return <TagPage siteUrl={content.siteUrl} tag={tag} />
}
