import type { Project } from '#lib/content/model/types.ts'

/** Projects as the captions of a sheet: title, what it is, how far it is. */
export function ProjectList({
  projects,
  level = 2,
}: {
  projects: readonly Project[]
  level?: 2 | 3
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <ul className="project-list">
      {projects.map((project) => (
        <li className="h-entry project-line" key={project.slug}>
          <ProjectThumbnail project={project} />
          <Heading className="project-title">
            <a className="p-name u-url" href={project.path}>
              {project.title}
            </a>
          </Heading>
          {project.tagline !== null && <p className="p-summary">{project.tagline}</p>}
          {project.status !== null && <p className="slug project-status">{project.status}</p>}
        </li>
      ))}
    </ul>
  )
}

/** Only one with a known size: nothing moves when it comes. */
function ProjectThumbnail({ project: { cover } }: { project: Project }) {
  if (cover?.width == null || cover.height === null) return null
  return (
    // biome-ignore lint/performance/noImgElement: made by the content build, with its size
    <img
      alt=""
      className="project-thumbnail"
      decoding="async"
      height={cover.height}
      loading="lazy"
      src={cover.url}
      width={cover.width}
    />
  )
}
