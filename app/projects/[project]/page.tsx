import type { Metadata } from 'next'
import { ProjectPage } from '#components/project/project-page.tsx'
import { getContent } from '#lib/app-context/content-context.ts'
import { getProject } from '#lib/content/model/get-documents.ts'
import { listPosts } from '#lib/content/model/list-posts.ts'
import { untilContentChanges } from '#lib/core/page-options.ts'
import { describeDocument } from '../../content-metadata.ts'
import { listMentions } from '../../list-mentions.ts'
import { getNotFoundMetadata, NotFoundPage } from '../../not-found-page.tsx'
import { showPrints } from '../../show-prints.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const slug = decodeURIComponent((await params).project)
  const content = await getContent()
  const project = await getProject(content, slug)
  return project === null
    ? getNotFoundMetadata(content, `/projects/${slug}`)
    : describeDocument(project, { title: project.title })
}

export default async function OneProject({ params }: Props) {
  const slug = decodeURIComponent((await params).project)
  const content = await getContent()
  const project = await showPrints(await getProject(content, slug))
  if (project === null)
    return <NotFoundPage cache={untilContentChanges} content={content} path={`/projects/${slug}`} />
  const posts = listPosts(content, { project: slug })
  const mentions = await listMentions(project.path)
  return (
    <ProjectPage mentions={mentions} posts={posts} project={project} siteUrl={content.siteUrl} />
  )
}
