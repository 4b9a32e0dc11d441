import { AuthorCard } from '#components/blog/author-card.tsx'
import { PageShell } from '#components/layout/page-shell.tsx'
import { ProjectRows } from '#components/project/project-list.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { contentPage } from '#lib/core/page-options.ts'
import { describeSitePage } from '../site-pages.ts'

export const dynamic = 'force-dynamic'

export const generateMetadata = () => describeSitePage('/projects')

export default async function Projects() {
  const { projects, siteUrl } = await getContent()
  return (
    <PageShell options={contentPage} place="projects">
      <div className={projects.length > 0 ? 'h-feed' : ''}>
        <header className="list-head">
          <h1 className="headline p-name">Projects</h1>
          <p className="text-quiet">
            By <AuthorCard siteUrl={siteUrl} />, active ones first.
          </p>
          <data className="u-url" hidden value={`${siteUrl}/projects`} />
        </header>
        {projects.length === 0 ? (
          <p className="lead">No projects yet.</p>
        ) : (
          <ProjectRows projects={projects} />
        )}
      </div>
    </PageShell>
  )
}
