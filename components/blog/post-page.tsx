import { PageShell } from '#components/layout/page-shell.tsx'
import type { DocumentBody, Post } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { site } from '#lib/core/site.ts'
import { JsonLd } from './json-ld.tsx'
import { PostArticle } from './post-article.tsx'
import { PostFoot } from './post-foot.tsx'

export function PostPage({
  post,
  newer,
  older,
  related,
  siteUrl,
}: {
  post: Post & DocumentBody
  newer: Post | null
  older: Post | null
  related: readonly Post[]
  siteUrl: string
}) {
  return (
    <PageShell options={{ ...contentPage, origins: post.origins }} place="blog">
      <PostArticle post={post} siteUrl={siteUrl} />
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
    inLanguage: site.language,
    author: { '@type': 'Person', name: site.author.name, url: `${siteUrl}/` },
    ...(post.cover === null ? {} : { image: new URL(post.cover.url, siteUrl).href }),
  }
}
