import { PageShell } from '#components/layout/page-shell.tsx'
import type { DocumentBody, Page } from '#lib/content/model/types.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { getEngineLanguage, getSite } from '#lib/site/site.ts'
import { EditLink } from './edit-link.tsx'
import { Prose } from './prose.tsx'
import { TableOfContents } from './table-of-contents.tsx'
import { WrittenAt } from './written-at.tsx'

/** A page from `content/pages`, such as About or Now. */
export function DocumentPage({ page }: { page: Page & DocumentBody }) {
  return (
    <PageShell
      options={{ ...contentPage, frameOrigins: page.frameOrigins }}
      hasOwnText
      place={page.path === '/about' ? 'about' : null}
    >
      <article className="h-entry post">
        <header className="post-head">
          <h1 className="headline p-name">
            <bdi>{page.title}</bdi>
          </h1>
          {page.tagline !== null && (
            <p className="lead p-summary" dir="auto">
              {page.tagline}
            </p>
          )}
          <data className="u-url u-uid" hidden value={page.url} />
        </header>
        <aside aria-label="About this page" className="post-margin">
          {page.updatedAt !== null && (
            <p className="post-facts" lang={getEngineLanguage()}>
              As of <WrittenAt at={page.updatedAt} className="dt-updated" />
            </p>
          )}
          {page.path === '/about' && <Profiles />}
          <TableOfContents entries={page.toc} />
        </aside>
        <div className="lg:col-start-2">
          <Prose document={page} />
          <EditLink file={page.file} />
        </div>
      </article>
    </PageShell>
  )
}

/** The owner's profiles on other sites, next to the About page. */
function Profiles() {
  const profiles: readonly { label: string; url: string }[] = getSite().profiles
  if (profiles.length === 0) return null
  return (
    <div className="post-facts">
      <p className="label">Profiles</p>
      {profiles.map(({ label, url }) => (
        <p key={url}>
          <a className="text-link" href={url} rel="me">
            {label}
          </a>
        </p>
      ))}
    </div>
  )
}
