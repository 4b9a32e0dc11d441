import type { Project } from '#lib/content/model/types.ts'
import { ProjectThumbnail } from './project-thumbnail.tsx'

/** Projects as cards: title, tagline, status. */
export function ProjectList({ projects }: { projects: readonly Project[] }) {
  return (
    <ul className="card-grid gap-x-column gap-y-10">
      {projects.map((project) => (
        <li
          className="h-entry project-line grid content-start gap-1.5 text-pretty"
          key={project.slug}
        >
          <ProjectThumbnail project={project} />
          <h3 className="project-title">
            <a className="p-name u-url" href={project.path}>
              {project.title}
            </a>
          </h3>
          {project.tagline !== null && <p className="p-summary">{project.tagline}</p>}
          {project.status !== null && <p className="label mt-1 text-quiet">{project.status}</p>}
        </li>
      ))}
    </ul>
  )
}
