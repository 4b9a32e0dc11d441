import { AuthorCard } from '#components/blog/author-card.tsx'
import { JsonLd } from '#components/blog/json-ld.tsx'
import { PostList } from '#components/blog/post-list.tsx'
import { Owner } from '#components/layout/owner.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { DocumentCard } from '#components/printer/document-card.tsx'
import { ProjectList } from '#components/project/project-list.tsx'
import { appPaths, discoverable } from '#lib/api/app-paths.ts'
import { getContent } from '#lib/app-context/content-context.ts'
import { listPosts } from '#lib/content/model/list-posts.ts'
import { allPrintersTag, untilPrinterChanges } from '#lib/core/page-options.ts'
import { getEngineLanguage, getSite } from '#lib/site/site.ts'
import { withStoreOutage } from './printers/store-outage.ts'
import { describeSitePage } from './site-pages.ts'

export const dynamic = 'force-dynamic'

export function generateMetadata() {
  const { title, tagline } = getSite()
  return describeSitePage('/', { fullTitle: tagline === null ? title : `${title}: ${tagline}` })
}

const newest = 5
/** Besides the large one. */
const maxSmallCards = 8

export default async function Home() {
  const site = getSite()
  const [content, printers] = await Promise.all([
    getContent(),
    withStoreOutage(({ printerQueries }) => printerQueries.listByRank()),
  ])
  const nowMs = Date.now()
  const [printer, ...others] = printers === 'outage' ? [] : printers
  const posts = listPosts(content, { limit: newest })
  const links = Object.fromEntries(
    discoverable.map((rel) => [rel, content.siteUrl + appPaths[rel]]),
  )
  const projects = content.projects.filter(({ isFeatured }) => isFeatured)
  return (
    <PageShell
      options={{ isStatic: true, cache: untilPrinterChanges(allPrintersTag), links }}
      place="home"
      takesMentions
    >
      {Object.entries(links).map(([rel, href]) => (
        <link href={href} key={rel} rel={rel} />
      ))}
      <div className="home grid gap-x-[clamp(2.5rem,6vw,6rem)] gap-y-12 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:items-start">
        <Owner siteUrl={content.siteUrl} />
        {printers === 'outage' && (
          <p className="lead text-quiet" lang={getEngineLanguage()}>
            Printer data is temporarily unavailable.
          </p>
        )}
        {printer !== undefined && (
          <section aria-label="3D printer" lang={getEngineLanguage()}>
            <DocumentCard nowMs={nowMs} printer={printer} size="large" />
          </section>
        )}
        {others.length > 0 && (
          <section
            aria-label="Other printers"
            className="lg:col-span-full"
            lang={getEngineLanguage()}
          >
            <ul className="card-grid gap-x-column gap-y-10 [--card:17rem]">
              {others.slice(0, maxSmallCards).map((other) => (
                <li key={other.id}>
                  <DocumentCard nowMs={nowMs} printer={other} size="small" />
                </li>
              ))}
            </ul>
            <p className="mt-8">
              <a className="text-link" href="/printers">
                All printers
              </a>
            </p>
          </section>
        )}
      </div>
      {posts.length > 0 && (
        <section aria-labelledby="newest" className="h-feed page-section">
          <div>
            <h2 className="section-label p-name" id="newest" lang={getEngineLanguage()}>
              Recent writing
            </h2>
            <span hidden>
              <AuthorCard siteUrl={content.siteUrl} />
            </span>
          </div>
          <div>
            <PostList hasYears posts={posts} />
            <p className="mt-8 md:ml-44" lang={getEngineLanguage()}>
              <a className="text-link" href="/blog">
                All posts
              </a>
            </p>
          </div>
        </section>
      )}
      {projects.length > 0 && (
        <section aria-labelledby="projects" className="page-section">
          <h2 className="section-label" id="projects" lang={getEngineLanguage()}>
            Projects
          </h2>
          <ProjectList projects={projects} />
        </section>
      )}
      <JsonLd
        data={{
          '@type': 'WebSite',
          url: `${content.siteUrl}/`,
          name: site.title,
          description: site.description,
          author: {
            '@type': 'Person',
            name: site.author.name,
            url: `${content.siteUrl}/`,
            sameAs: site.profiles.map(({ url }) => url),
          },
        }}
      />
    </PageShell>
  )
}
