import { PageShell } from '#components/layout/page-shell.tsx'
import type { Tag } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { AuthorCard } from './author-card.tsx'
import { PostList } from './post-list.tsx'

export function TagPage({ tag, siteUrl }: { tag: Tag; siteUrl: string }) {
  const { posts, related } = tag
  return (
    <PageShell options={contentPage} place="blog">
      <div className="h-feed">
        <header className="list-head">
          <h1 className="headline p-name">{tag.tag}</h1>
          <p className="text-quiet">
            {posts.length === 1 ? '1 post' : `${posts.length} posts`} by{' '}
            <AuthorCard siteUrl={siteUrl} />.{' '}
            <a className="text-link" href="/tags">
              All tags
            </a>
            .
          </p>
          <data className="u-url" hidden value={siteUrl + tag.path} />
        </header>
        <PostList hasYears level={2} posts={posts} />
      </div>
      {related.length > 0 && (
        <nav aria-label="Related tags" className="mt-14 grid gap-2">
          <p className="label">Related tags</p>
          <ul className="tag-links">
            {related.map((other) => (
              <li key={other}>
                <a href={`/tags/${encodeURIComponent(other)}`}>{other}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </PageShell>
  )
}
