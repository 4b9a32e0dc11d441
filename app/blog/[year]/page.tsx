import type { Metadata } from 'next'
import { BlogPage } from '#components/blog/blog-page.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { listYears } from '#lib/content/model/list-posts.ts'
import { untilContentChanges } from '#lib/core/page-options.ts'
import { getNotFoundMetadata, NotFoundPage } from '../../not-found-page.tsx'
import { describePage } from '../../page-metadata.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ year: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { year } = await params
  const content = await getContent()
  if (!listYears(content).some((one) => String(one.year) === year))
    return getNotFoundMetadata(content, `/blog/${year}`)
  return describePage({
    path: `/blog/${year}`,
    title: `Blog, ${year}`,
    description: `Posts from ${year}.`,
  })
}

export default async function BlogOfYear({ params }: Props) {
  const { year } = await params
  const content = await getContent()
  const years = listYears(content)
  const shown = years.filter((one) => String(one.year) === year)
  if (shown.length === 0)
    return <NotFoundPage cache={untilContentChanges} content={content} path={`/blog/${year}`} />
  return (
    <BlogPage
      shown={shown}
      siteUrl={content.siteUrl}
      title={year}
      url={`/blog/${year}`}
      years={years}
    />
  )
}
