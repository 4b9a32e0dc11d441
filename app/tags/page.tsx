import { formatTag } from '#components/blog/format-tag.ts'
import { PageShell } from '#components/layout/page-shell.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { listTags } from '#lib/content/model/list-tags.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { describeSitePage } from '../site-pages.ts'

export const dynamic = 'force-dynamic'

export const generateMetadata = () => describeSitePage('/tags')

export default async function Tags() {
  const tags = listTags(await getContent())
  return (
    <PageShell options={contentPage} place="blog">
      <header className="list-head">
        <h1 className="headline">Tags</h1>
        <p className="text-quiet">
          All tags, most used first.{' '}
          <a className="text-link" href="/projects">
            Projects
          </a>{' '}
          have their own pages.
        </p>
      </header>
      <ul className="tag-grid card-grid gap-x-8 gap-y-3 [--card:14rem]">
        {tags.map(({ tag, path, count }) => (
          <li key={tag}>
            <a href={path}>{formatTag(tag)}</a> <span className="label text-quiet">{count}</span>
          </li>
        ))}
      </ul>
    </PageShell>
  )
}
