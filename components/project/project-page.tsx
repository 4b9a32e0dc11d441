import { AuthorCard } from '#components/blog/author-card.tsx'
import { EditLink } from '#components/blog/edit-link.tsx'
import { TagItems } from '#components/blog/post-article.tsx'
import { PostList } from '#components/blog/post-list.tsx'
import { Prose } from '#components/blog/prose.tsx'
import { TableOfContents } from '#components/blog/table-of-contents.tsx'
import { formatWrittenDay } from '#components/blog/written-at.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { Mentions } from '#components/mentions/mentions.tsx'
import type { DocumentBody, Post, Project } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { getEngineLanguage } from '#lib/site/site.ts'
import type { Mention } from '#lib/web-mentions/types.ts'

export function ProjectPage({
  project,
  posts,
  siteUrl,
  mentions,
}: {
  project: Project & DocumentBody
  posts: readonly Post[]
  siteUrl: string
  mentions: readonly Mention[]
}) {
  return (
    <PageShell
      options={{ ...contentPage, frameOrigins: project.frameOrigins }}
      place="projects"
      takesMentions
    >
      <article className="h-entry post">
        <header className="post-head">
          <h1 className="headline p-name">
            <bdi>{project.title}</bdi>
          </h1>
          {project.tagline !== null && (
            <p className="lead p-summary" dir="auto">
              {project.tagline}
            </p>
          )}
          <data className="u-url u-uid" hidden value={project.url} />
          {project.publishedAt !== null && (
            <data className="dt-published" hidden value={project.publishedAt.text} />
          )}
        </header>
        <aside aria-label="About this project" className="post-margin">
          <div className="post-facts" lang={getEngineLanguage()}>
            <ProjectDetails project={project} />
            <p>
              <AuthorCard siteUrl={siteUrl} />
            </p>
          </div>
          <TableOfContents entries={project.toc} />
        </aside>
        <div className="lg:col-start-2">
          <Prose document={project} />
          <EditLink file={project.file} />
        </div>
        <Mentions mentions={mentions} target={project.url} />
      </article>
      {posts.length > 0 && (
        <section aria-labelledby="written" className="page-section">
          <h2 className="section-label" id="written" lang={getEngineLanguage()}>
            Posts about this project
          </h2>
          <PostList hasYears posts={posts} />
        </section>
      )}
    </PageShell>
  )
}

/** A project's status, dates, links and tags, next to its text. */
function ProjectDetails({ project }: { project: Project }) {
  const { status, startedAt, finishedAt, siteUrls, sourceUrls } = project
  return (
    <>
      {status !== null && <p className="label">{status}</p>}
      {startedAt !== null && <p>Started {formatWrittenDay(startedAt.localDate)}</p>}
      {finishedAt !== null && <p>Finished {formatWrittenDay(finishedAt.localDate)}</p>}
      <Addresses label="Website" urls={siteUrls} />
      <Addresses label="Source code" urls={sourceUrls} />
      {project.tags.length > 0 && (
        <ul className="tag-links">
          <TagItems tags={project.tags} />
        </ul>
      )}
    </>
  )
}

function Addresses({ label, urls }: { label: string; urls: readonly string[] }) {
  return urls.map((url) => (
    <p key={url}>
      {label}:{' '}
      <a className="text-link" href={url}>
        {url.replace(/^https?:\/\/(?:www\.)?|\/$/g, '')}
      </a>
    </p>
  ))
}
