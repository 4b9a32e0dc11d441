import { formatWrittenDay } from '#components/blog/written-at.tsx'
import type { Project } from '#lib/content/model/types.ts'

/** A project's status, dates, links and tags, next to its text. */
export function ProjectDetails({ project }: { project: Project }) {
  const { status, startedAt, finishedAt, siteUrls, sourceUrls } = project
  return (
    <>
      {status !== null && <p className="label">{status}</p>}
      {startedAt !== null && <p>Started {formatWrittenDay(startedAt.localDate)}</p>}
      {finishedAt !== null && <p>Finished {formatWrittenDay(finishedAt.localDate)}</p>}
      <Addresses label="Website" urls={siteUrls} />
      <Addresses label="Source code" urls={sourceUrls} />
      {project.tags.length > 0 && (
        <ul className="tag-links">
          {project.tags.map((tag) => (
            <li className="p-category" key={tag}>
              {tag}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Addresses({ label, urls }: { label: string; urls: readonly string[] }) {
  return urls.map((url) => (
    <p key={url}>
      {label}:{' '}
      <a className="text-link" href={url}>
        {url.replace(/^https?:\/\/(?:www\.)?|\/$/g, '')}
      </a>
    </p>
  ))
}
