import type { Metadata } from 'next'
import { PageShell } from '#components/layout/page-shell.tsx'
import { ProjectList } from '#components/project/project-list.tsx'
import { getContent } from '#lib/content-context.ts'
import { site } from '#lib/site.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: 'Projects',
  description: `What ${site.author.name} makes and keeps.`,
  alternates: { canonical: '/projects' },
}

export default async function Projects() {
  const { projects } = await getContent()
  return (
    <PageShell document={{}} place="projects">
      <div className="h-feed">
        <header className="list-head">
          <h1 className="headline p-name">Projects</h1>
        </header>
        {projects.length === 0 ? (
          <p className="lead">There is none yet.</p>
        ) : (
          <ProjectList projects={projects} />
        )}
      </div>
    </PageShell>
  )
}
