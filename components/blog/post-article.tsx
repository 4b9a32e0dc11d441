import type { ReactNode } from 'react'
import type { DocumentBody, Post, PostResponse } from '#lib/content/model/types.ts'
import { getEngineLanguage } from '#lib/site/site.ts'
import { AuthorCard } from './author-card.tsx'
import { EditLink } from './edit-link.tsx'
import { formatTag } from './format-tag.ts'
import { Prose } from './prose.tsx'
import { TableOfContents } from './table-of-contents.tsx'
import { formatWrittenDay, WrittenAt } from './written-at.tsx'

/** A whole post as an h-entry. A note has no title, so no `p-name`. */
export function PostArticle({
  post,
  siteUrl,
  children,
}: {
  post: Post & DocumentBody
  siteUrl: string
  /** After the text, inside the entry. */
  children?: ReactNode
}) {
  return (
    <article className={`h-entry post ${post.title === null ? 'post-untitled' : ''}`}>
      <header className="post-head">
        {post.title === null ? (
          <h1 className="sr-only" lang={getEngineLanguage()}>
            Note from {formatWrittenDay(post.date)}
          </h1>
        ) : (
          <h1 className={`headline headline-long p-name${hangClass(post.title)}`}>
            <bdi>{post.title}</bdi>
          </h1>
        )}
        {post.tagline !== null && (
          <p className={`lead p-summary${hangClass(post.tagline)}`}>
            <bdi>{post.tagline}</bdi>
          </p>
        )}
        {post.cover !== null && (
          <data className="u-featured" hidden value={new URL(post.cover.url, siteUrl).href} />
        )}
      </header>
      <aside aria-label="About this post" className="post-margin">
        <div className="post-facts" lang={getEngineLanguage()}>
          <a className="label u-url u-uid" href={post.url}>
            <WrittenAt at={post.publishedAt} className="dt-published" />
          </a>
          {post.updatedAt !== null && (
            <p>
              Updated <WrittenAt at={post.updatedAt} className="dt-updated" />
            </p>
          )}
          <p>
            <AuthorCard siteUrl={siteUrl} />
            {post.title !== null && <>, {post.minutes}&nbsp;min read</>}
          </p>
          {post.location !== null && (
            <p>
              From <bdi className="p-location">{post.location}</bdi>
            </p>
          )}
          <TagLinks post={post} />
          <Copies urls={post.syndicationUrls} />
        </div>
        <TableOfContents entries={post.toc} />
      </aside>
      <div className="lg:col-start-2">
        <Responses responses={post.responses} />
        <Prose document={post} />
        <EditLink file={post.file} />
      </div>
      {children}
    </article>
  )
}

/** Copies of the post on other sites, as `u-syndication`. */
function Copies({ urls }: { urls: readonly string[] }) {
  if (urls.length === 0) return null
  return (
    <p>
      Also on{' '}
      {urls.map((url, index) => (
        <span key={url}>
          {index > 0 && ', '}
          <a className="text-link u-syndication" href={url} rel="syndication">
            {new URL(url).host.replace(/^www\./, '')}
          </a>
        </span>
      ))}
    </p>
  )
}

/** What a post replies to, above its text. */
function Responses({ responses }: { responses: readonly PostResponse[] }) {
  if (responses.length === 0) return null
  return (
    <ul className="mb-5 text-[1.1875rem] [font-weight:650]">
      {responses.map(({ kind, verb, url, label }) => (
        <li key={kind + url}>
          {verb}{' '}
          <a className={`text-link u-${kind}`} href={url}>
            <bdi>{label}</bdi>
          </a>
        </li>
      ))}
    </ul>
  )
}

/** The class that hangs a leading quotation mark in the margin, as lib/content does for paragraphs. */
function hangClass(text: string): string {
  if (/^[“„«]/.test(text)) return ' hangs'
  return /^[‘‚‹]/.test(text) ? ' hangs-single' : ''
}

/** A post's projects and tags. */
function TagLinks({ post }: { post: Pick<Post, 'tags' | 'projects'> }) {
  if (post.tags.length + post.projects.length === 0) return null
  return (
    <ul className="tag-links">
      {post.projects.map(({ slug, title, path }) => (
        <li key={slug}>
          {path === null ? (
            <bdi className="p-category">{title}</bdi>
          ) : (
            <a className="p-category" href={path}>
              <bdi>{title}</bdi>
            </a>
          )}
        </li>
      ))}
      <TagItems tags={post.tags} />
    </ul>
  )
}

export function TagItems({ tags }: { tags: readonly string[] }) {
  return tags.map((tag) => (
    <li key={tag}>
      <a className="p-category" href={`/tags/${encodeURIComponent(tag)}`} rel="tag">
        <bdi>{formatTag(tag)}</bdi>
      </a>
    </li>
  ))
}
