import type { Project } from '#lib/content/model/types.ts'
import { getEngineLanguage } from '#lib/site/site.ts'

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
              <bdi>{project.title}</bdi>
            </a>
          </h3>
          {project.tagline !== null && <p className="p-summary">{project.tagline}</p>}
          {project.status !== null && <p className="label mt-1 text-quiet">{project.status}</p>}
        </li>
      ))}
    </ul>
  )
}

/** All projects as rows, with status and years in the margin. */
export function ProjectRows({ projects }: { projects: readonly Project[] }) {
  return projects.map((project) => (
    <article className="h-entry page-section [--day:4.5rem]" key={project.slug}>
      <p className="label pt-2 text-quiet empty:hidden" lang={getEngineLanguage()}>
        {[project.status, formatProjectYears(project)].filter(Boolean).join(', ')}
      </p>
      <div className="project-row">
        <div>
          <h2 className="project-title">
            <a className="p-name u-url" href={project.path}>
              <bdi>{project.title}</bdi>
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

/** A project's cover, only if its size is known, so that nothing shifts when it loads. Photographs get a film edge, drawings none. */
function ProjectThumbnail({ project: { cover } }: { project: Project }) {
  if (cover?.width == null || cover.height === null) return null
  const kind = cover.url.endsWith('.svg') ? 'project-drawing' : 'project-photograph'
  return (
    // biome-ignore lint/performance/noImgElement: the content build has resized it
    <img
      alt=""
      className={`mb-2 w-full ${kind}`}
      decoding="async"
      height={cover.height}
      loading="lazy"
      src={cover.url}
      width={cover.width}
    />
  )
}
