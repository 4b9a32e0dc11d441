import { PageShell } from '#components/layout/page-shell.tsx'
import { Mentions } from '#components/mentions/mentions.tsx'
import type { DocumentBody, Post } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { getEngineLanguage, getSite } from '#lib/site/site.ts'
import type { Mention } from '#lib/web-mentions/types.ts'
import { JsonLd } from './json-ld.tsx'
import { PostArticle } from './post-article.tsx'
import { formatWrittenDay } from './written-at.tsx'

export function PostPage({
  post,
  newer,
  older,
  related,
  siteUrl,
  mentions,
}: {
  post: Post & DocumentBody
  newer: Post | null
  older: Post | null
  related: readonly Post[]
  siteUrl: string
  mentions: readonly Mention[]
}) {
  return (
    <PageShell
      options={{ ...contentPage, frameOrigins: post.frameOrigins }}
      place="blog"
      takesMentions
    >
      <PostArticle post={post} siteUrl={siteUrl}>
        <Mentions mentions={mentions} target={post.url} />
      </PostArticle>
      <PostFoot newer={newer} older={older} related={related} />
      <JsonLd data={toBlogPosting(post, siteUrl)} />
    </PageShell>
  )
}

function toBlogPosting(post: Post, siteUrl: string): Record<string, unknown> {
  return {
    '@type': 'BlogPosting',
    '@id': post.url,
    url: post.url,
    headline: post.label,
    description: post.tagline ?? post.excerptText,
    datePublished: post.publishedAt.text,
    dateModified: (post.updatedAt ?? post.publishedAt).text,
    wordCount: post.words,
    keywords: post.tags,
    inLanguage: getSite().language,
    author: { '@type': 'Person', name: getSite().author.name, url: `${siteUrl}/` },
    ...(post.cover === null ? {} : { image: new URL(post.cover.url, siteUrl).href }),
  }
}

/** Links to the previous, the next and related posts. */
function PostFoot({
  newer,
  older,
  related,
}: {
  newer: Post | null
  older: Post | null
  related: readonly Post[]
}) {
  const shown = related.filter(({ path }) => path !== newer?.path && path !== older?.path)
  if (older === null && newer === null && shown.length === 0) return null
  return (
    <nav
      aria-label="Other posts"
      className="post-foot card-grid mt-chapter gap-x-column gap-y-7 [--card:17rem] [--fill:auto-fit]"
    >
      {older !== null && <PostLink label="Previous" post={older} rel="prev" />}
      {newer !== null && <PostLink label="Next" post={newer} rel="next" />}
      {shown.map((post) => (
        <PostLink key={post.path} label="Related" post={post} />
      ))}
    </nav>
  )
}

function PostLink({ label, post, rel }: { label: string; post: Post; rel?: string }) {
  return (
    <a className="post-neighbour" href={post.path} rel={rel}>
      <span className="label text-quiet" lang={getEngineLanguage()}>
        {label}
      </span>
      <bdi className="subtitle">{post.label}</bdi>
      <span className="text-quiet text-(length:--text-small)" lang={getEngineLanguage()}>
        {formatWrittenDay(post.date)}
      </span>
    </a>
  )
}
