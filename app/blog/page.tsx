import type { Metadata } from 'next'
import { BlogPage } from '#components/blog/blog-page.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { listYears } from '#lib/content/model/list-posts.ts'
import { site } from '#lib/core/site.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Blog',
  description: `Posts by ${site.author.name}, by year.`,
  alternates: { canonical: '/blog' },
}

/** Whole years, until a page is long enough; the rest have pages of their own. */
const enough = 60

export default async function Blog() {
  const content = await getContent()
  const years = listYears(content)
  let count = 0
  const shown = years.filter(({ posts }) => {
    const isRoom = count < enough
    count += posts.length
    return isRoom
  })
  return <BlogPage shown={shown} siteUrl={content.siteUrl} title="Blog" url="/blog" years={years} />
}
