import { Preparing } from '#components/blog/preparing.tsx'
import { SearchForm } from '#components/blog/search-form.tsx'
import { SearchResults, SearchStart, SearchStatus } from '#components/blog/search-results.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { listTags } from '#lib/content/model/list-tags.ts'
import { describeSitePage } from '../site-pages.ts'
import { searchSite } from './search-site.ts'

/* The server searches, not an index in the browser; docs/architecture.md has the reasons. */
export const dynamic = 'force-dynamic'

export const generateMetadata = () => ({ ...describeSitePage('/search'), robots: { index: false } })

const maxQueryChars = 100

export default async function Search({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { q } = await searchParams
  const query = (Array.isArray(q) ? (q[0] ?? '') : (q ?? '')).slice(0, maxQueryChars).trim()
  const content = await getContent()
  // "No results" would not be true yet.
  if (query !== '' && !content.isRead) return <Preparing />
  const { documents, prints, isExact } = await searchSite(content, query)
  const found = prints === 'outage' ? null : prints
  const printers = found?.printers ?? []
  return (
    <PageShell options={{ isStatic: true }} place={null}>
      <header className="list-head">
        <h1 className="headline">Search</h1>
        <SearchForm query={query} />
      </header>
      <SearchStatus
        isExact={isExact}
        query={query}
        shown={documents.found.length + printers.length + (found?.prints.length ?? 0)}
        total={documents.total + printers.length + (found?.total ?? 0)}
      />
      <div id="search-results">
        {query === '' ? (
          <SearchStart tags={listTags(content)} />
        ) : (
          <SearchResults
            found={documents.found}
            printers={printers}
            prints={found?.prints ?? 'outage'}
          />
        )}
      </div>
    </PageShell>
  )
}
