import type { Project } from '#lib/content/model/types.ts'

/** A project's cover, only if its size is known, so that nothing shifts when it loads. Photographs get a film edge, drawings none. */
export function ProjectThumbnail({ project: { cover } }: { project: Project }) {
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
