import type { Project } from '#lib/content/model/types.ts'

/** Only one with a known size: nothing moves when it comes. A photograph has the edge of its negative, a drawing has none. */
export function ProjectThumbnail({ project: { cover } }: { project: Project }) {
  if (cover?.width == null || cover.height === null) return null
  const kind = cover.url.endsWith('.svg') ? 'project-drawing' : 'project-photograph'
  return (
    // biome-ignore lint/performance/noImgElement: made by the content build, with its size
    <img
      alt=""
      className={`project-thumbnail ${kind}`}
      decoding="async"
      height={cover.height}
      loading="lazy"
      src={cover.url}
      width={cover.width}
    />
  )
}
