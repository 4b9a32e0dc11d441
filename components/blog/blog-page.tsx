import { PageShell } from '#components/layout/page-shell.tsx'
import type { Post } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { AuthorCard } from './author-card.tsx'
import { PostList } from './post-list.tsx'

interface Year {
  year: number
  posts: readonly Post[]
}

/** Posts by year: an h-feed, with links to the other years. */
export function BlogPage({
  title,
  url,
  shown,
  years,
  siteUrl,
}: {
  title: string
  url: string
  shown: readonly Year[]
  years: readonly Year[]
  siteUrl: string
}) {
  const others = years.filter((one) => !shown.some(({ year }) => year === one.year))
  const isAll = url === '/blog'
  return (
    <PageShell options={contentPage} place="blog">
      <div className={shown.length > 0 ? 'h-feed' : ''}>
        <header className="list-head">
          <h1 className="headline p-name">{title}</h1>
          <p className="text-quiet">
            <AuthorCard siteUrl={siteUrl} />
            {isAll ? ', newest first. Browse ' : ', posts from one year. See '}
            <a className="text-link" href={isAll ? '/tags' : '/blog'}>
              {isAll ? 'by tag' : 'all posts'}
            </a>
            , subscribe to the{' '}
            <a className="text-link" href="/atom.xml">
              feed
            </a>
            , or{' '}
            <a className="text-link" href="/search">
              search
            </a>
            .
          </p>
          <data className="u-url" hidden value={siteUrl + url} />
        </header>
        {shown.map(({ year, posts }) => (
          <section aria-labelledby={`y${year}`} className="page-section [--day:4.5rem]" key={year}>
            <h2 className="section-label" id={`y${year}`}>
              {isAll ? year : countPosts(posts)}
            </h2>
            <PostList posts={posts} />
          </section>
        ))}
        {shown.length === 0 && <p className="lead">No posts yet.</p>}
      </div>
      {others.length > 0 && (
        <nav aria-label="Other years" className="mt-14 flex flex-wrap gap-x-8 gap-y-3">
          {others.map(({ year, posts }) => (
            <a
              className="label inline-flex min-h-11 items-center gap-2"
              href={`/blog/${year}`}
              key={year}
            >
              {year} <span className="text-quiet">{posts.length}</span>
            </a>
          ))}
        </nav>
      )}
    </PageShell>
  )
}

/** The page of a single year has its number as the heading already. */
function countPosts({ length }: readonly Post[]): string {
  return length === 1 ? '1 post' : `${length} posts`
}
