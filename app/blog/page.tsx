import { BlogPage } from '#components/blog/blog-page.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { listYears } from '#lib/content/model/list-posts.ts'
import { describeSitePage } from '../site-pages.ts'

export const dynamic = 'force-dynamic'

export const generateMetadata = () => describeSitePage('/blog')

/** Show whole years until there are this many posts; earlier years have their own pages. */
const minPosts = 60

export default async function Blog() {
  const content = await getContent()
  const years = listYears(content)
  let count = 0
  const shown = years.filter(({ posts }) => {
    const hasRoom = count < minPosts
    count += posts.length
    return hasRoom
  })
  return <BlogPage shown={shown} siteUrl={content.siteUrl} title="Blog" url="/blog" years={years} />
}
