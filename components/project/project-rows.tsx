import type { Project } from '#lib/content/model/types.ts'
import { ProjectThumbnail } from './project-thumbnail.tsx'

/** All projects as rows, with status and years in the margin. */
export function ProjectRows({ projects }: { projects: readonly Project[] }) {
  return projects.map((project) => (
    <article className="h-entry page-section [--day:4.5rem]" key={project.slug}>
      <p className="label pt-2 text-quiet empty:hidden">
        {[project.status, formatProjectYears(project)].filter(Boolean).join(', ')}
      </p>
      <div className="project-row">
        <div>
          <h2 className="project-title">
            <a className="p-name u-url" href={project.path}>
              {project.title}
            </a>
          </h2>
          {project.tagline !== null && (
            <p className="mt-1.5 max-w-[30em] text-pretty p-summary">{project.tagline}</p>
          )}
        </div>
        <ProjectThumbnail project={project} />
      </div>
    </article>
  ))
}

/** "2019 to 2021", "2019", "since 2019"; `null` without dates. */
export function formatProjectYears({ startedAt, finishedAt }: Project): string | null {
  const from = startedAt?.localDate.slice(0, 4)
  const to = finishedAt?.localDate.slice(0, 4)
  if (from !== undefined && to !== undefined) return from === to ? from : `${from} to ${to}`
  if (from !== undefined) return `since ${from}`
  return to === undefined ? null : `until ${to}`
}
