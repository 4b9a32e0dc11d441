import type { Project } from '#lib/content/model/types.ts'
import { ProjectThumbnail } from './project-thumbnail.tsx'
import { formatProjectYears } from './project-years.ts'

/** All projects as rows, with status and years in the margin. */
export function ProjectRows({ projects }: { projects: readonly Project[] }) {
  return projects.map((project) => (
    <article className="h-entry year project-row" key={project.slug}>
      <p className="label project-state">
        {[project.status, formatProjectYears(project)].filter(Boolean).join(', ')}
      </p>
      <div className="project-body">
        <div>
          <h2 className="project-title">
            <a className="p-name u-url" href={project.path}>
              {project.title}
            </a>
          </h2>
          {project.tagline !== null && <p className="p-summary">{project.tagline}</p>}
        </div>
        <ProjectThumbnail project={project} />
      </div>
    </article>
  ))
}
