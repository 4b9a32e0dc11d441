import { PageShell } from '#components/layout/page-shell.tsx'
import { ProjectList } from '#components/project/project-list.tsx'
import type { Tag } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { AuthorCard } from './author-card.tsx'
import { formatTag } from './format-tag.ts'
import { PostList } from './post-list.tsx'

export function TagPage({ tag, siteUrl }: { tag: Tag; siteUrl: string }) {
  const { posts, projects, related } = tag
  const counts = [formatCount(posts.length, 'post'), formatCount(projects.length, 'project')]
  return (
    <PageShell options={contentPage} place="blog">
      <div className={posts.length > 0 ? 'h-feed' : ''}>
        <header className="list-head">
          <h1 className="headline p-name">{formatTag(tag.tag)}</h1>
          <p className="text-quiet">
            {counts.filter(Boolean).join(' and ')} by <AuthorCard siteUrl={siteUrl} />.{' '}
            <a className="text-link" href="/tags">
              All tags
            </a>
            .
          </p>
          <data className="u-url" hidden value={siteUrl + tag.path} />
        </header>
        {posts.length > 0 && <PostList hasYears level={2} posts={posts} />}
      </div>
      {projects.length > 0 && (
        <section aria-labelledby="projects" className="page-section">
          <h2 className="section-label" id="projects">
            Projects
          </h2>
          <ProjectList projects={projects} />
        </section>
      )}
      {related.length > 0 && (
        <nav aria-label="Related tags" className="mt-14 grid gap-2">
          <p className="label">Related tags</p>
          <ul className="tag-links">
            {related.map((other) => (
              <li key={other}>
                <a href={`/tags/${encodeURIComponent(other)}`}>{formatTag(other)}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </PageShell>
  )
}

function formatCount(count: number, noun: string): string {
  if (count === 0) return ''
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
